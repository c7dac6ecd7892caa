/** What is wrong with the rules of a role: names that nothing runs under, conditions that cannot be kept. */
import { buildAbility, type AbilityRule } from "../../mixins/ability.ts";
import type { Caller, InputProblem } from "../../mixins/index.ts";
import { requireSoundRules } from "./sound-rules.ts";
import type { KnownSubject, KnownSubjects } from "./subjects.ts";

/** Stands for every kind of document. */
const ALL = "all";

/** What joins queries to one. */
const COMBINING = new Set(["$and", "$or", "$nor"]);

/** The fields of the store that go by another name outside. */
const STORED_NAMES: Record<string, string> = { _id: "id" };

// oxlint-disable-next-line no-template-curly-in-string
const CALLER = "${user.id}";
const PLACEHOLDER = /\$\{/;

const SOMEBODY: Caller = { id: "somebody", kind: "user", roles: [] };

/** Lists everything that is wrong; a rule is kept as it is or not at all. */
export function ruleProblems(rules: AbilityRule[], known: KnownSubjects): InputProblem[] {
	return rules.flatMap((rule, index) => problemsOfRule(rule, `/rules/${index}`, known));
}

function problemsOfRule(rule: AbilityRule, pointer: string, known: KnownSubjects): InputProblem[] {
	const shape = [
		...nameProblems(rule.action, `${pointer}/action`),
		...nameProblems(rule.subject, `${pointer}/subject`),
		...conditionShape(rule.conditions, `${pointer}/conditions`)
	];
	if (shape.length > 0) return shape;
	const subjects = [rule.subject].flat();
	const problems = subjects.flatMap(subject =>
		problemsWith(rule, subject, known.get(subject), pointer, known)
	);
	return problems.length > 0 ? problems : soundness(rule, pointer);
}

function nameProblems(names: unknown, pointer: string): InputProblem[] {
	const list = [names].flat();
	const isGood = list.length > 0 && list.every(name => typeof name === "string" && name !== "");
	return isGood
		? []
		: [{ pointer, message: "is no name", value: names, expected: "one or more names" }];
}

function conditionShape(conditions: unknown, pointer: string): InputProblem[] {
	if (conditions === undefined || isRecord(conditions)) return [];
	const expected = `an object such as {"ownerId":"${CALLER}"}`;
	return [{ pointer, message: "is no condition", value: conditions, expected }];
}

function problemsWith(
	rule: AbilityRule,
	name: string,
	subject: KnownSubject | undefined,
	pointer: string,
	known: KnownSubjects
): InputProblem[] {
	if (name === ALL) return problemsWithAll(rule, pointer);
	if (!subject)
		return [
			{
				pointer: `${pointer}/subject`,
				message: "is nothing that runs here",
				value: name,
				expected: `one of ${[ALL, ...known.keys()].join(", ")}`
			}
		];
	return [
		...unknownNames(
			[rule.action].flat(),
			subject.verbs,
			`${pointer}/action`,
			"is not done with it"
		),
		...unknownNames(rule.fields ?? [], subject.fields, `${pointer}/fields`, "is not a field"),
		...unknownNames(
			conditionFields(rule.conditions),
			subject.fields,
			`${pointer}/conditions`,
			"is not a field"
		)
	];
}

/** What is said of everything can name no field, because the fields differ. */
function problemsWithAll({ fields, conditions }: AbilityRule, pointer: string): InputProblem[] {
	const expected = "none for all kinds of documents together";
	return [
		...(fields ? [{ pointer: `${pointer}/fields`, message: "is given", expected }] : []),
		...(conditions ? [{ pointer: `${pointer}/conditions`, message: "is given", expected }] : [])
	];
}

function unknownNames(
	names: string[],
	known: ReadonlySet<string> | null,
	pointer: string,
	message: string
): InputProblem[] {
	return names
		.filter(name => !known?.has(name))
		.map(value => ({
			pointer,
			message,
			value,
			expected: known ? `one of ${[...known].join(", ")}` : "none: it has no fields"
		}));
}

/** The fields of a query by their outer names, and operators that stand where a field should. */
function conditionFields(conditions: unknown = {}): string[] {
	if (!isRecord(conditions)) return [String(conditions)];
	return Object.entries(conditions).flatMap(([path, test]) => {
		if (COMBINING.has(path)) return [test].flat().flatMap(part => conditionFields(part));
		const name = path.split(".", 1)[0]!;
		return [STORED_NAMES[name] ?? name];
	});
}

/** Tries the rule as a request would, so that what cannot be read is refused here and not there. */
function soundness(rule: AbilityRule, pointer: string): InputProblem[] {
	if (hasPattern(rule.conditions))
		return [
			{
				pointer: `${pointer}/conditions`,
				message: "holds a pattern, which could take for ever on some document",
				expected: "plain values"
			}
		];
	const unknown = textsIn(rule.conditions).find(
		text => PLACEHOLDER.test(text) && text !== CALLER
	);
	if (unknown !== undefined)
		return [
			{
				pointer: `${pointer}/conditions`,
				message: "names an unknown value",
				value: unknown,
				expected: CALLER
			}
		];
	try {
		requireSoundRules("the role", { it: [rule] });
		const ability = buildAbility([rule], SOMEBODY);
		for (const subject of [rule.subject].flat())
			for (const tried of ability.possibleRulesFor([rule.action].flat()[0]!, subject))
				tried.matchesConditions({});
		return [];
	} catch (error) {
		const message = `cannot be kept: ${(error as Error).message}`;
		return [{ pointer, message, expected: "a rule that the store and CASL both understand" }];
	}
}

function textsIn(value: unknown): string[] {
	if (typeof value === "string") return [value];
	if (typeof value !== "object" || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

function hasPattern(value: unknown): boolean {
	if (typeof value !== "object" || value === null) return false;
	return Object.entries(value).some(([key, entry]) => key === "$regex" || hasPattern(entry));
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
