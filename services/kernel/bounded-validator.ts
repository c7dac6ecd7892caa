/** Moleculer's validator of `params`, with patterns that keep to their time limit. */
import { LRUCache } from "lru-cache";
import { Validators } from "moleculer";
import { SlowPattern, testWithinLimit, withinLimit } from "../../mixins/bounded-pattern.ts";

interface StringRule {
	type?: string;
	pattern?: RegExp | string | null;
	patternFlags?: string;
	custom?: Check;
}

type Problems = { type: string; expected: string; actual: unknown }[];
type Check = (value: unknown, problems: Problems) => unknown;

interface Resolver {
	getRuleFromSchema?(schema: unknown): { schema: StringRule };
}

/** More than running actions declare. */
const MAX_KEPT = 500;

type Rules = Record<string, unknown>;
type Compiled = (...all: unknown[]) => unknown;

export class BoundedValidator extends Validators.Fastest {
	/** By the rules' text: a generation of a plugin mostly has the rules of the one before. */
	readonly #compiled = new LRUCache<string, Compiled>({ max: MAX_KEPT });

	/** Compiles rules at their first use: to compile those of all actions is felt at every start. */
	override compile(schema: Rules) {
		let check: Compiled | undefined;
		return ((...all: unknown[]) => {
			const compiled = (check ??= this.compileNow(schema));
			return withinLimit(() => compiled(...all));
		}) as never;
	}

	/** Compiles rules, or finds what was compiled of the same. */
	compileNow(schema: Rules): Compiled {
		const text = textOf(schema);
		if (text === null) return this.#compile(schema);
		const check = this.#compiled.get(text) ?? this.#compile(schema);
		this.#compiled.set(text, check);
		return check;
	}

	/** Each pattern becomes a check of our own, because the validator's would run unbounded. */
	#compile(schema: Rules): Compiled {
		const { validator } = this as unknown as { validator: Resolver };
		const resolve = Object.getPrototypeOf(validator).getRuleFromSchema as NonNullable<
			Resolver["getRuleFromSchema"]
		>;
		validator.getRuleFromSchema = declared => bounded(resolve.call(validator, declared));
		try {
			return super.compile(schema) as Compiled;
		} finally {
			// What describes the rules to others reads them as they were declared.
			delete validator.getRuleFromSchema;
		}
	}
}

/** Rules as text; null for those that hold what text does not tell, such as functions and patterns. */
function textOf(rules: object): string | null {
	let isWhole = true;
	const text = JSON.stringify(rules, function (this: Record<string, unknown>, key, value) {
		isWhole &&= isPlain(this[key]);
		return value;
	});
	return isWhole ? text : null;
}

function isPlain(value: unknown): boolean {
	if (typeof value !== "object" || value === null)
		return ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
	return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function bounded<Rule extends { schema: StringRule }>(rule: Rule): Rule {
	const { type, pattern, patternFlags, custom, ...others } = rule.schema;
	if (type !== "string" || pattern === undefined || pattern === null) return rule;
	const regex = typeof pattern === "string" ? new RegExp(pattern, patternFlags) : pattern;
	const check: Check = (value, problems) => {
		if (typeof value === "string" && !matches(regex, value))
			problems.push({ type: "stringPattern", expected: String(regex), actual: value });
		return custom ? custom(value, problems) : value;
	};
	return { ...rule, schema: { ...others, type, custom: check } };
}

function matches(regex: RegExp, text: string): boolean {
	try {
		return testWithinLimit(regex, text);
	} catch (error) {
		if (error instanceof SlowPattern) return false;
		throw error;
	}
}
