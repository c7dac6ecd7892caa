import { expect } from "chai";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

interface CatalogueError {
	file: string;
	prefix: string;
	/** Its name in the catalogue. */
	key: string;
	type: string;
	status: number;
}

/** The catalogues are values of modules, so that what is checked is what is thrown. */
async function readCatalogues(): Promise<CatalogueError[]> {
	const files = globSync("{mixins,services}/**/errors.ts", { cwd: ROOT }).sort();
	const perFile = files.map(async file => {
		const module = (await import(path.join(ROOT, file))) as Record<string, unknown>;
		const catalogues = Object.values(module).filter(
			value => typeof value === "object" && value !== null && Object.isFrozen(value)
		);
		return catalogues.flatMap(catalogue =>
			Object.entries(catalogue as Record<string, { type: string; status: number }>).map(
				([key, { type, status }]) => ({
					file,
					prefix: (FIXED_NAMES[type] ?? type).slice(0, -key.length - 1),
					key,
					type,
					status
				})
			)
		);
	});
	return (await Promise.all(perFile)).flat();
}

/** What older clients look for under a name of their own. */
const FIXED_NAMES: Record<string, string> = { otp_required: "AUTH_OTP_REQUIRED" };

/** Which unit may use a prefix; mixins hold those that all units share. */
function prefixesOf(file: string): string[] {
	const folder = path.basename(path.dirname(file));
	if (folder === "mixins") return ["REQUEST", "ACCESS", "DOCUMENT"];
	if (folder === "abilities") return ["ROLES"];
	return [
		folder.replaceAll("-", "_").toUpperCase(),
		folder.split("-")[0]!.toUpperCase(),
		`${folder.split("-")[0]!.toUpperCase()}S`
	];
}

describe("error catalogues", () => {
	let entries: CatalogueError[];
	let tests: string;
	let sources: string;
	before(async () => {
		entries = await readCatalogues();
		const read = (pattern: string) =>
			globSync(pattern, { cwd: ROOT })
				.map(file => readFileSync(path.join(ROOT, file), "utf8"))
				.join("\n");
		tests =
			read("{test,plugins/*/test}/**/*.test.ts") +
			read("services/*/README.md") +
			read("{mixins,services}/README.md");
		sources = read("{mixins,services}/**/*.ts");
	});

	it("are found", () => {
		expect(entries.map(({ type }) => type)).to.include.members([
			"REQUEST_INVALID",
			"GATEWAY_NOT_FOUND"
		]);
	});

	it("have types that are unique", () => {
		const types = entries.map(({ type }) => type);
		expect(types.filter((type, index) => types.indexOf(type) !== index)).to.deep.equal([]);
	});

	it("have the prefix of their unit", () => {
		const wrong = entries.filter(({ file, prefix }) => !prefixesOf(file).includes(prefix));
		expect(wrong.map(({ file, type }) => `${file}: ${type}`)).to.deep.equal([]);
	});

	it("have statuses of the 4xx and 5xx families", () => {
		for (const { type, status } of entries) expect(status, type).to.be.within(400, 511);
	});

	it("are thrown somewhere", () => {
		const unused = entries.filter(({ key }) => !sources.includes(`rrors.${key}`));
		expect(unused.map(({ type }) => type)).to.deep.equal([]);
	});

	it("are each named by a test, or by the README of their unit", () => {
		const unnamed = entries.filter(({ type }) => !tests.includes(type));
		expect(unnamed.map(({ type }) => type)).to.deep.equal([]);
	});
});
