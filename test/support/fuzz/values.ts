/** Arbitrary values: such as a JSON Schema asks for, almost such, and such as nobody should send. */
import * as fc from "fast-check";
import type { SchemaObject } from "openapi3-ts/oas31";

/** Names that mean something to JavaScript, to the store or to a file system. */
const HOSTILE_NAMES = [
	"__proto__",
	"constructor",
	"prototype",
	"toString",
	"$gt",
	"$where",
	"$set",
	"_id",
	"_bsontype",
	"a.b",
	"",
	"\0",
	"\ud800",
	"rev",
	"id"
];

const HOSTILE_TEXTS = [
	"",
	" ",
	"\0",
	"a\0b",
	"\ud800",
	"\udc00x",
	"\u202e\u200b",
	"😀".repeat(50),
	"a".repeat(300),
	"a".repeat(20_000),
	"(a+)+$",
	"../../../../etc/shadow",
	"%00",
	"%",
	"null",
	"undefined",
	"NaN",
	"[object Object]",
	"true",
	"-1",
	"1e400",
	"9".repeat(400),
	"'; DROP TABLE users; --",
	"<script>alert(1)</script>",
	"${7*7}",
	"${user.id}",
	"{{7*7}}",
	"javascript:alert(1)",
	"http://169.254.169.254/latest",
	"\r\nSet-Cookie: a=b",
	"2026-13-45T99:99:99Z",
	"0000-00-00",
	"+275760-09-14T00:00:00Z",
	'{"$ne":null}'
];

const HOSTILE_NUMBERS = [
	0,
	-0,
	-1,
	0.1,
	1e21,
	-1e308,
	Number.MAX_SAFE_INTEGER,
	Number.MAX_SAFE_INTEGER + 2,
	Number.MIN_VALUE,
	2 ** 31,
	2 ** 63
];

/** An object with this one key of its own, `__proto__` too. */
function keyed(key: string, value: unknown): Record<string, unknown> {
	return Object.defineProperty({}, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true
	});
}

function nested(depth: number, asList: boolean): unknown {
	return Array.from({ length: depth }).reduce<unknown>(
		inner => (asList ? [inner] : { a: inner }),
		1
	);
}

export const hostileText = fc.oneof(
	fc.constantFrom(...HOSTILE_TEXTS),
	fc.string({ unit: "binary", maxLength: 40 })
);

const hostileNumber = fc.oneof(fc.constantFrom(...HOSTILE_NUMBERS), fc.double(), fc.integer());

export const hostileName = fc.constantFrom(...HOSTILE_NAMES);

/** Any JSON value, with a liking for the bad ones. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: hostileText },
	{ weight: 3, arbitrary: hostileNumber },
	{ weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null]) },
	{
		weight: 3,
		arbitrary: fc
			.tuple(hostileName, fc.oneof(hostileText, hostileNumber, fc.constant(null)))
			.map(([key, value]) => keyed(key, value))
	},
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.constantFrom(5, 31, 33, 400), fc.boolean())
			.map(([depth, asList]) => nested(depth, asList))
	},
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) }
);

/** A value that the schema takes, as far as this can be told; `hostile` where it says nothing. */
export function valueOf(schema: SchemaObject, depth = 0): fc.Arbitrary<unknown> {
	const {
		enum: choices,
		anyOf,
		oneOf,
		const: constant
	} = schema as SchemaObject & {
		const?: unknown;
	};
	if (constant !== undefined) return fc.constant(constant);
	if (choices && choices.length > 0) return fc.constantFrom(...(choices as unknown[]));
	const branches = (anyOf ?? oneOf) as SchemaObject[] | undefined;
	if (branches && branches.length > 0)
		return fc.oneof(...branches.map(branch => valueOf(branch, depth)));
	const types = [schema.type ?? []].flat();
	if (types.length === 0 || depth > 5) return hostile;
	return fc.oneof(...types.map(type => ofType(type, schema, depth)));
}

function ofType(type: string, schema: SchemaObject, depth: number): fc.Arbitrary<unknown> {
	if (type === "string") return textOf(schema);
	if (type === "integer")
		return fc.integer({
			min: Math.max(schema.minimum ?? -10, -(2 ** 31)),
			max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1)
		});
	if (type === "number")
		return fc.double({
			min: schema.minimum ?? -1000,
			max: schema.maximum ?? 1000,
			noNaN: true
		});
	if (type === "boolean") return fc.boolean();
	if (type === "null") return fc.constant(null);
	if (type === "array")
		return fc.array(almost(valueOf((schema.items ?? {}) as SchemaObject, depth + 1)), {
			minLength: schema.minItems ?? 0,
			maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4)
		});
	return objectOf(schema, depth);
}

const FORMATS: Record<string, fc.Arbitrary<string>> = {
	"date-time": fc
		.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
		.map(date => date.toISOString()),
	email: fc.stringMatching(/^[a-z]{3,12}$/).map(name => `${name}@lyceum.test`),
	uri: fc.stringMatching(/^[a-z]{3,12}$/).map(name => `https://${name}.example.org/`)
};

function textOf({ format = "", pattern, minLength = 0, maxLength = 60, examples }: SchemaObject) {
	const known = FORMATS[format];
	const plain = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) });
	const written = pattern === undefined ? (known ?? plain) : matching(pattern, plain);
	return examples?.length
		? fc.oneof(written, fc.constantFrom(...(examples as string[])))
		: written;
}

/** Texts of a pattern; of one that cannot be turned round, any text. */
function matching(pattern: string, other: fc.Arbitrary<string>): fc.Arbitrary<string> {
	try {
		return fc.stringMatching(new RegExp(pattern));
	} catch {
		return other;
	}
}

function objectOf(
	{ properties = {}, required = [], additionalProperties }: SchemaObject,
	depth: number
) {
	const fields = Object.entries(properties).map(([name, schema]) => [
		name,
		almost(valueOf(schema as SchemaObject, depth + 1))
	]);
	const known = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
		requiredKeys: required.filter(name => name in properties),
		noNullPrototype: true
	}) as fc.Arbitrary<Record<string, unknown>>;
	if (additionalProperties === false || Object.keys(properties).length > 0) return known;
	return fc.dictionary(fc.oneof(fc.string({ maxLength: 12 }), hostileName), hostile, {
		maxKeys: 3,
		noNullPrototype: true
	});
}

/** Mostly the value itself: with too many faults at once none but the first would be looked at. */
export function almost(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	return fc.oneof({ weight: 30, arbitrary: value }, { weight: 1, arbitrary: hostile });
}

/** The body as it is, or with one thing wrong with it. */
export function mutated(body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	return fc.oneof(
		{ weight: 6, arbitrary: body },
		{ weight: 1, arbitrary: hostile },
		{
			weight: 2,
			arbitrary: fc
				.tuple(body, fc.oneof(hostileName, fc.string({ maxLength: 8 })), hostile)
				.map(([value, key, wrong]) => withKey(value, key, wrong))
		},
		{
			weight: 3,
			arbitrary: fc
				.tuple(body, fc.nat(), fc.option(hostile, { nil: undefined }))
				.map(([value, index, wrong]) => withChanged(value, index, wrong))
		}
	);
}

function withKey(body: unknown, key: string, wrong: unknown): unknown {
	if (!isRecord(body)) return wrong;
	return Object.defineProperties(keyed(key, wrong), Object.getOwnPropertyDescriptors(body));
}

/** Another value for one of the keys, or none. */
function withChanged(body: unknown, index: number, wrong: unknown): unknown {
	if (!isRecord(body)) return wrong ?? null;
	const keys = Object.keys(body);
	const changed = keys[index % Math.max(1, keys.length)];
	if (changed === undefined) return body;
	const { [changed]: _before, ...rest } = body;
	return wrong === undefined ? rest : { ...rest, ...keyed(changed, wrong) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
