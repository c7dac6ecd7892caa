import { expect } from "chai";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { importsOf, ROOT } from "../support/imports.ts";

/** The folders that may import each other, and what each may import of ours beside itself. */
const MAY_IMPORT: Record<string, string[]> = {
	mixins: [],
	services: ["mixins", "moleculer.config.ts", "package.json"],
	plugins: [],
	admin: ["openapi"]
};

const AGGREGATE = "services/store/embedded/aggregate";

function filesIn(folder: string) {
	return globSync(`${folder}/**/*.{ts,tsx,mts,js,mjs}`, { cwd: ROOT }).filter(
		file => !/node_modules|\.test\.ts$|(^|\/)test\//.test(file)
	);
}

const all = Object.keys(MAY_IMPORT).flatMap(filesIn).flatMap(importsOf);

describe("imports", () => {
	it("are found at all", () => {
		expect(all.length).to.be.above(300);
		expect(all.some(({ target }) => target === "mixins/index.ts")).to.equal(true);
	});

	it("of node:http are of types alone: all else is in services/kernel/http.ts", () => {
		const values = all.filter(
			({ file, specifier, typeOnly }) =>
				/^(services|mixins)\//.test(file) && specifier === "node:http" && !typeOnly
		);
		expect(values.map(({ file }) => file)).to.deep.equal([]);
	});

	for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
		it(`of ${folder} point ${allowed.length === 0 ? "nowhere else" : `at ${allowed.join(", ")} alone`}`, () => {
			const wrong = all.filter(
				({ file, target }) =>
					file.startsWith(`${folder}/`) &&
					target !== null &&
					![folder, ...allowed].some(
						place => target === place || target.startsWith(`${place}/`)
					)
			);
			// What makes a new plugin is a tool, not a plugin.
			const shown = wrong.filter(({ file }) => file !== "plugins/new.ts");
			expect(shown.map(({ file, specifier }) => `${file} → ${specifier}`)).to.deep.equal([]);
		});
	}

	it("of a plugin stay in its folder, and reach the kernel through lyceum alone", () => {
		const wrong = all.filter(({ file, target }) => {
			const [, plugin] = /^plugins\/([^/]+)\//.exec(file) ?? [];
			return (
				plugin !== undefined && target !== null && !target.startsWith(`plugins/${plugin}/`)
			);
		});
		expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).to.deep.equal([]);
	});

	it("make no cycle, apart from pipelines, whose stages and expressions hold others again", () => {
		const edges = new Map<string, string[]>();
		for (const { file, target, typeOnly } of all) {
			const recursive = file.startsWith(AGGREGATE) && target?.startsWith(AGGREGATE) === true;
			if (target !== null && !typeOnly && !recursive)
				edges.set(file, [...(edges.get(file) ?? []), target]);
		}
		expect(findCycle(edges)?.join(" → ")).to.equal(undefined);
	});

	it("read the environment in one place alone", () => {
		const reading = ["mixins", "services", "plugins", "admin"]
			.flatMap(filesIn)
			.filter(file => /process\.env\b/.test(readFileSync(path.join(ROOT, file), "utf8")));
		expect(reading.filter(file => file !== "plugins/new.ts")).to.have.members([
			"services/launch.mjs",
			"services/backup/command.ts",
			"services/cluster/main.ts",
			"services/demo/main.ts",
			"services/main.ts"
		]);
	});
});

/** The files of a cycle in their order; null when there is none. */
function findCycle(edges: Map<string, string[]>): string[] | null {
	const done = new Set<string>();
	const visit = (file: string, way: string[]): string[] | null => {
		if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
		if (done.has(file)) return null;
		for (const next of edges.get(file) ?? []) {
			const cycle = visit(next, [...way, file]);
			if (cycle) return cycle;
		}
		done.add(file);
		return null;
	};
	for (const file of edges.keys()) {
		const cycle = visit(file, []);
		if (cycle) return cycle;
	}
	return null;
}
