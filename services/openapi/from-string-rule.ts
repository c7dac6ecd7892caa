/** From the rules whose value is text to JSON Schema. */
import type { JsonSchema } from "../../mixins/index.ts";
import type { Rule } from "./from-params.ts";

const PATTERNS: Record<string, string> = {
	numeric: "^-?[0-9]+(\\.[0-9]+)?$",
	alpha: "^[a-zA-Z]+$",
	alphanum: "^[a-zA-Z0-9]+$",
	alphadash: "^[a-zA-Z0-9_-]+$",
	hex: "^([0-9a-fA-F]{2})+$",
	singleLine: "^[^\\n]*$"
};

const FORMATS: Record<string, string> = { email: "email", url: "uri", uuid: "uuid" };

/** What makes the text that is checked shorter, longer or other than the text that was sent. */
const SHORTENING = ["trim", "trimLeft", "trimRight", "normalize"];
const LENGTHENING = ["padStart", "padEnd"];
const CHANGING = ["lowercase", "uppercase", "localeLowercase", "localeUppercase"];

/** The schema of a `string`, `email`, `url`, `uuid`, `mac`, `luhn` or `currency` rule. */
export function stringSchema(rule: Rule): JsonSchema {
	const shortens = SHORTENING.some(option => rule[option]);
	const lengthens = LENGTHENING.some(option => rule[option]);
	const changes = shortens || lengthens || CHANGING.some(option => rule[option]);
	const emptyPasses = rule.empty === true;
	return {
		type: "string",
		...(!lengthens && !emptyPasses && given("minLength", minimumLength(rule))),
		...(!shortens && given("maxLength", rule.length ?? rule.max)),
		...(!emptyPasses && !changes && contentOf(rule))
	};
}

function minimumLength(rule: Rule) {
	return rule.length ?? rule.min ?? (rule.empty === false ? 1 : undefined);
}

function contentOf(rule: Rule): JsonSchema {
	const patterns = patternsOf(rule);
	return {
		...(Array.isArray(rule.enum) && { enum: rule.enum }),
		...(FORMATS[rule.type] && { format: FORMATS[rule.type] }),
		...(rule.base64 === true && { contentEncoding: "base64" }),
		...(patterns.length === 1 && { pattern: patterns[0] }),
		...(patterns.length > 1 && { allOf: patterns.map(pattern => ({ pattern })) })
	};
}

function patternsOf(rule: Rule): string[] {
	const named = Object.keys(PATTERNS).filter(option => rule[option] === true);
	return [
		...named.map(option => PATTERNS[option]!),
		...(typeof rule.contains === "string" ? [escapePattern(rule.contains)] : []),
		...ownPattern(rule)
	];
}

/**
 * A pattern with flags, or one that is none in Unicode mode, means something else in JSON Schema; one that came
 * from another node as JSON is no pattern any more.
 */
function ownPattern({ pattern, patternFlags = "" }: Rule): string[] {
	if (!(pattern instanceof RegExp) && typeof pattern !== "string") return [];
	const { source, flags } =
		pattern instanceof RegExp ? pattern : { source: pattern, flags: patternFlags };
	return (flags === "" || flags === "u") && isUnicodePattern(source) ? [source] : [];
}

function isUnicodePattern(source: string) {
	try {
		return new RegExp(source, "u") instanceof RegExp;
	} catch {
		return false;
	}
}

function escapePattern(text: string) {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function given(keyword: string, value: unknown): JsonSchema {
	return typeof value === "number" ? { [keyword]: value } : {};
}
