/**
 * Compiles the pages of one plugin, with Vite, so that they share the console's React and facade. Reads what
 * to compile as JSON on standard input and answers on standard output: the files, or what is wrong with them.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { build, type Plugin, type Rolldown } from "vite";

interface Wanted {
	folder: string;
	/** Each page's module, by the name of the file that is made of it. */
	entries: Record<string, string>;
	/** The packages that may be imported beside the shared ones. */
	dependencies: string[];
}

interface Found {
	pointer: string;
	message: string;
	value: unknown;
	expected: string;
}

/** What the console gives to every page; see the import map of its own page. */
const SHARED = ["react", "react/jsx-runtime", "lyceum/console"];

const MODULE = /\.(tsx?|mts|jsx?|mjs|json)$/;

class Refused extends Error {
	readonly found: Found;

	constructor(found: Found) {
		super(found.message);
		this.found = found;
	}
}

const wanted = JSON.parse(await text(process.stdin)) as Wanted;
console.log(JSON.stringify(await compile(wanted)));

async function compile({ folder, entries, dependencies }: Wanted) {
	const input = Object.fromEntries(
		Object.entries(entries).map(([name, file]) => [name, path.join(folder, file)])
	);
	const missing = Object.values(entries).filter(file => !existsSync(path.join(folder, file)));
	if (missing.length > 0) return { problems: missing.map(noFile) };
	try {
		const made = (await build({
			root: folder,
			configFile: false,
			envDir: false,
			publicDir: false,
			logLevel: "silent",
			plugins: [onlyWhatIsThere(folder, dependencies)],
			build: {
				write: false,
				target: "es2023",
				modulePreload: false,
				reportCompressedSize: false,
				rolldownOptions: {
					input,
					external: SHARED,
					preserveEntrySignatures: "exports-only",
					output: {
						format: "es",
						entryFileNames: "[name].js",
						chunkFileNames: "part-[hash].js"
					}
				}
			}
		})) as Rolldown.RolldownOutput;
		const chunks = made.output.filter(one => one.type === "chunk");
		return { files: Object.fromEntries(chunks.map(one => [one.fileName, one.code])) };
	} catch (error) {
		const { errors = [error] } = error as { errors?: unknown[] };
		return { problems: errors.map(one => problemOf(one as Rolldown.RolldownError, folder)) };
	}
}

function noFile(file: string): Found {
	return {
		pointer: file,
		message: "is not there",
		value: undefined,
		expected: "the page's module"
	};
}

/** Refuses imports that a browser could not follow, or that would bring another React along. */
function onlyWhatIsThere(folder: string, dependencies: string[]): Plugin {
	const root = folder + path.sep;
	return {
		name: "only-what-is-there",
		enforce: "pre",
		async resolveId(specifier, importer, options) {
			if (importer === undefined || importer.includes("/node_modules/")) return null;
			if (SHARED.includes(specifier)) return { id: specifier, external: true };
			const refuse = (expected: string) => {
				const { line, column } = placeOf(specifier, importer);
				throw new Refused({
					pointer: `${path.relative(folder, importer)}:${line}:${column}`,
					message: `imports "${specifier}"`,
					value: specifier,
					expected
				});
			};
			if (!specifier.startsWith(".")) {
				const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
				if (dependencies.includes(name)) return null;
				return refuse(
					`${SHARED.join(", ")}, a file of the plugin, or one of its dependencies`
				);
			}
			const found = await this.resolve(specifier, importer, { ...options, skipSelf: true });
			if (found === null) return refuse("a file that is there");
			if (!found.id.startsWith(root)) return refuse("a file inside of the plugin's folder");
			if (!MODULE.test(found.id)) return refuse("a module, or JSON");
			return found;
		}
	};
}

/** Where a module names another one. */
function placeOf(specifier: string, importer: string) {
	const code = readFileSync(importer, "utf8");
	const at = Math.max(code.indexOf(`"${specifier}"`), code.indexOf(`'${specifier}'`));
	const before = code.slice(0, at).split("\n");
	return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** What the compiler says, as place, sentence and what it had expected. */
function problemOf(error: Rolldown.RolldownError, folder: string): Found {
	const refused = (error.cause ?? error) as Partial<Refused>;
	if (refused.found) return refused.found;
	const [first = "", ...lines] = stripVTControlCharacters(error.message).split("\n");
	const frame = lines.join("\n");
	const { id = "", loc } = error as {
		id?: string;
		loc?: { file?: string; line: number; column: number };
	};
	const [, shown] = /\[ (.+?):\d+:\d+ \]/.exec(frame) ?? [];
	const file = path.relative(folder, path.resolve(loc?.file ?? (id || (shown ?? ""))));
	const labels = [...frame.matchAll(/[╰─]─+ (.+)$/gm)].map(([, label]) => label.trim());
	const expected = labels.find(label => /^Expected/i.test(label)) ?? labels.at(-1);
	return {
		pointer: loc ? `${file}:${loc.line}:${loc.column + 1}` : file,
		message: first.replace(/^\[[^\]]*\]\s*/, ""),
		value: undefined,
		expected: (expected ?? "a module that can be compiled").replace(/^Expected\s+/i, "")
	};
}
