import { expect } from "chai";
import * as fc from "fast-check";
import mongoose, { Schema } from "mongoose";
import { bindModel, defineModel, type ModelDefinition } from "../../../../mixins/model.ts";
import { completePlainly } from "../../../../mixins/collection/plain-document.ts";

type Fields = Record<string, unknown>;

const part = new Schema({
	kind: { type: String, enum: ["a", "b"], default: "a" },
	count: { type: Number, required: true, min: 0, max: 10 }
});

const everything = () =>
	new Schema({
		name: { type: String, required: true, trim: true, maxlength: 12, match: /\S/ },
		slug: { type: String, lowercase: true, minlength: 2 },
		text: { type: String, html: true },
		state: { type: String, enum: ["on", "off"], default: "off" },
		isOpen: { type: Boolean, default: false },
		points: { type: Number, max: 100 },
		dueOn: Date,
		tags: { type: [{ type: String, trim: true, maxlength: 5 }] },
		numbers: [Number],
		parts: [part],
		whole: part,
		any: Schema.Types.Mixed,
		labels: { type: Map, of: String },
		code: { type: String, default: () => "made" }
	});

/** As what comes from JSON, also inside. */
function withoutUndefined(value: unknown): Fields {
	const entries = Object.entries(value as Fields).filter(([, entry]) => entry !== undefined);
	return Object.fromEntries(
		entries.map(([key, entry]) => [key, isObject(entry) ? withoutUndefined(entry) : entry])
	);
}

function isObject(value: unknown) {
	return Object.prototype.toString.call(value) === "[object Object]";
}

describe("a document completed without its model", () => {
	const connection = mongoose.createConnection();
	let last = 0;

	function modelOf(schema: Schema) {
		const definition = defineModel("Thing", schema) as ModelDefinition;
		return bindModel(connection, definition, `Thing~${++last}`);
	}

	const system = () => ({
		_id: "65f0c0ffee65f0c0ffee65f0",
		rev: 3,
		createdAt: new Date(1),
		updatedAt: new Date(2)
	});

	/** What mongoose makes of the fields; null when it refuses them. */
	async function byModel(model: ReturnType<typeof modelOf>, fields: Fields) {
		try {
			const document = new model(fields);
			await document.validate();
			return document.toObject({ flattenMaps: true }) as Fields;
		} catch {
			return null;
		}
	}

	const model = modelOf(everything());
	const plain = (fields: Fields, schema = model.schema) => completePlainly(schema, fields);

	it("has its defaults, and its fields as their types set them", () => {
		const given = {
			...system(),
			name: "  Ada ",
			slug: "ADA",
			text: "<b>x</b><script>y</script>",
			dueOn: "2026-03-01T10:00:00.000Z",
			tags: [" one "],
			parts: [{ count: 1 }],
			whole: { count: 2, kind: "b" },
			code: "given"
		};
		expect(plain(given)).to.deep.equal({
			...system(),
			name: "Ada",
			slug: "ada",
			text: "<b>x</b>",
			state: "off",
			isOpen: false,
			dueOn: new Date("2026-03-01T10:00:00.000Z"),
			tags: ["one"],
			numbers: [],
			parts: [{ kind: "a", count: 1 }],
			whole: { kind: "b", count: 2 },
			code: "given"
		});
	});

	it("shares nothing that can change with what it was made of", () => {
		const given = { ...system(), name: "Ada", code: "x", dueOn: new Date(3), tags: ["a"] };
		const made = plain(given)!;
		expect(made).to.deep.include({ tags: given.tags, dueOn: given.dueOn });
		expect(made.tags).to.not.equal(given.tags);
		expect(made.dueOn).to.not.equal(given.dueOn);
	});

	const hooked = everything();
	hooked.pre("validate", function check() {
		this.set("name", "hooked");
	});
	const virtual = everything();
	virtual.virtual("both").set(function set(this: Fields, value) {
		this.name = value;
	});
	const LEFT_TO_THE_MODEL: [reason: string, schema: Schema][] = [
		["a hook", hooked],
		["a virtual field that can be set", virtual],
		["fields within a field", new Schema({ name: String, code: String, in: { a: Number } })],
		[
			"a validator of its own",
			new Schema({ name: { type: String, validate: () => true }, code: String })
		],
		[
			"a setter of its own",
			new Schema({ name: { type: String, set: (value: string) => value }, code: String })
		],
		[
			"a condition for what is required",
			new Schema({ name: { type: String, required: () => false }, code: String })
		]
	];
	for (const [reason, schema] of LEFT_TO_THE_MODEL) {
		it(`is left to a model with ${reason}`, () => {
			const { schema: whole } = modelOf(schema);
			expect(plain({ ...system(), name: "Ada", code: "x" }, whole)).to.equal(null);
		});
	}

	it("is what the model makes of the same fields, whatever they are", async () => {
		const seldom = (value: unknown) =>
			fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, fc.constant(value));
		const strange = [null, 7, "7", "x", true, "true", [], {}, NaN, new Date(5), ["x"], [null]];
		const maybe = (...arbitraries: fc.Arbitrary<unknown>[]) =>
			fc.oneof(
				{ weight: 15, arbitrary: fc.constant(undefined) },
				{ weight: 15, arbitrary: fc.oneof(...arbitraries) },
				fc.constantFrom(...strange)
			);
		const text = fc.oneof(
			{ weight: 20, arbitrary: fc.constantFrom("Ada", " ab ", "ON", "ab") },
			fc.string()
		);
		const nested = fc.record({
			kind: maybe(fc.constantFrom("a", "b")),
			count: fc.integer({ min: 0, max: 10 }),
			strange: seldom(1)
		});
		const document = fc.record({
			name: text,
			slug: maybe(text),
			text: maybe(fc.constantFrom("<p>x</p>", "<script>x</script>", "x")),
			state: maybe(fc.constantFrom("on", "off")),
			isOpen: maybe(fc.boolean()),
			points: maybe(fc.double({ max: 110 })),
			dueOn: maybe(fc.constantFrom(new Date(1), "2026-03-01T10:00:00.000Z", "2026-03-01")),
			tags: maybe(fc.array(text, { maxLength: 3 })),
			numbers: maybe(fc.array(fc.integer(), { maxLength: 3 })),
			parts: maybe(fc.array(nested, { maxLength: 2 })),
			whole: maybe(nested),
			any: seldom({ a: 1 }),
			labels: seldom({ a: "b" }),
			unknown: seldom(1),
			code: text
		});
		let made = 0;
		await fc.assert(
			fc.asyncProperty(document, async fields => {
				const given = { ...system(), ...withoutUndefined(fields) };
				const completed = plain(given);
				if (!completed) return;
				made++;
				expect(completed).to.deep.equal(await byModel(model, given));
			}),
			{ numRuns: 3000 }
		);
		expect(made).to.be.greaterThan(100);
	});
});
