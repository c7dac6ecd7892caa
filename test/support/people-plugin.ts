/** A plugin whose second version splits the names of its people: what migrations are tested with. */
import type { PluginSource } from "./plugin-package.ts";

const SERVICE = (
	fields: string
) => `import { collection, defineAbilities, defineModel, definePlugin, Schema } from "lyceum";
const Person = defineModel("Person", new Schema({ ${fields} }), { collection: "people" });
export default definePlugin({
	name: "people",
	mixins: [collection(Person)],
	actions: {
		mark: {
			rest: "POST /mark",
			can: "create",
			async handler() {
				const { modifiedCount } = await this.model(Person).updateMany({}, { $set: { name: "Marked Person" } });
				return { modifiedCount };
			}
		}
	},
	abilities: defineAbilities({ student: [{ action: ["create", "read"], subject: "Person" }] })
});
`;

/** What a person is in the second version. */
export const SPLIT = `import { defineMigration } from "lyceum";
export default defineMigration({
	summary: "A name becomes a first and a last name",
	expand: ({ walk }) => walk("people", ({ name }) => {
		const [first, last] = name.split(" ");
		return { $set: { first, last } };
	}, { filter: { first: { $exists: false } }, batchSize: 10 }),
	contract: ({ walk }) => walk("people", () => ({ $unset: { name: 1 } }), { filter: { name: { $exists: true } } }),
	undo: ({ walk }) => walk("people", () => ({ $unset: { first: 1, last: 1 } }), { filter: { first: { $exists: true } } })
});
`;

/** The people's plugin in one of its versions, with these migrations by file name. */
export function peoplePlugin(
	version: string,
	migrations: Record<string, string> = {}
): PluginSource {
	const fields = version.startsWith("1.")
		? "name: { type: String, required: true }"
		: "name: String, first: String, last: String";
	const files = Object.entries(migrations).map(([file, text]) => [`migrations/${file}`, text]);
	return {
		name: "people",
		version,
		service: SERVICE(fields),
		lyceum: { permissions: { collections: ["people"] } },
		files: Object.fromEntries(files)
	};
}

/** Splits names, and waits before the person with this number until the file is there. */
export function gatedSplit(before: number, gate: string): string {
	const waiting = `async ({ name }) => {
		while (Number(name.slice(3, name.indexOf(" "))) >= ${before} && !existsSync(${JSON.stringify(gate)}))
			await new Promise(done => setTimeout(done, 20));`;
	return `import { existsSync } from "node:fs";\n${SPLIT.replace("({ name }) => {", waiting)}`;
}
