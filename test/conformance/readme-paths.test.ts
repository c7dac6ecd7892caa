/** What the READMEs name is there: files that their links lead to, and sources and folders in their text. */
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const ROOT = path.resolve(import.meta.dirname, "../..");
const PARTS = ["admin", "docs", "mixins", "openapi", "plugins", "services", "test"];
const FOREIGN = /node_modules|test\/fixtures|content\/samples/;

const entries = PARTS.flatMap(part => globSync(`${part}/**`, { cwd: ROOT })).filter(
	entry => !FOREIGN.test(entry)
);
const pages = ["README.md", ...entries.filter(entry => entry.endsWith(".md"))];

describe("paths in READMEs", () => {
	for (const page of pages)
		it(`of ${page} lead to what is there`, () => {
			const folder = path.dirname(path.join(ROOT, page));
			// Blocks of code tell of files that the reader makes.
			const text = readFileSync(path.join(ROOT, page), "utf8").replace(/```.*?```/gs, "");
			const dead = linksIn(text).filter(link => !existsSync(path.join(folder, link)));
			const gone = sourcesIn(text).filter(name => !isThere(folder, name));
			expect([...dead, ...gone]).to.deep.equal([]);
		});
});

function linksIn(text: string): string[] {
	const targets = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, target]) => target!);
	return targets.filter(target => !/^(https?:|mailto:|\/)/.test(target));
}

/** Sources and folders, also several at once: `{de,en}.ts`. */
function sourcesIn(text: string): string[] {
	const spans = [...text.matchAll(/`([\w.{},/-]+(?:\w\.(?:ts|tsx|mjs)|\w\/))`/g)];
	return spans.flatMap(([, span]) => spelledOut(span!));
}

function spelledOut(span: string): string[] {
	const [all, choices] = /\{([^}]*)\}/.exec(span) ?? [];
	return choices === undefined
		? [span]
		: choices.split(",").map(one => span.replace(all!, one.trim()));
}

/** A README names what is beside it, what is anywhere from the root, or a file by the end of its path. */
function isThere(folder: string, name: string): boolean {
	if (existsSync(path.join(folder, name)) || existsSync(path.join(ROOT, name))) return true;
	const end = `/${name.replace(/\/$/, "")}`;
	return entries.some(entry => entry.endsWith(end));
}
