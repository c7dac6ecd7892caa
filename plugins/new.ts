/** `npm run plugin:new NAME`: makes a plugin from the template, under its own name, with tests that pass. */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import * as sdk from "../mixins/index.ts";
import { pascalOf, rename, singularOf } from "./template/names.ts";

const ROOT = path.resolve(import.meta.dirname, "..");
const PLUGINS = import.meta.dirname;
const TEMPLATE = "study-notes";
const TEMPLATE_FOLDER = path.join(PLUGINS, "template", TEMPLATE);

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const MAX_NAME_LENGTH = 64;

const USAGE = `npm run plugin:new NAME
npm run plugin:new NAME -- --dir FOLDER    makes FOLDER/NAME instead of plugins/NAME`;

/** What the caller can put right; its message is all that is shown. */
class UsageError extends Error {}

await main();

async function main() {
	try {
		const { name, parent } = readArguments(process.argv.slice(2));
		await requireUsable(name);
		const folder = path.join(parent, name);
		requireFree(folder);
		await writePlugin(name, folder);
		tell(name, folder);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}

function readArguments(args: string[]) {
	try {
		const { positionals, values } = parseArgs({
			args,
			allowPositionals: true,
			options: { dir: { type: "string", default: PLUGINS } }
		});
		const [name, ...more] = positionals;
		if (name === undefined) throw new Error("Expected the name of the plugin, got none");
		if (more.length > 0) throw new Error(`Expected one name, got ${positionals.join(", ")}`);
		return { name, parent: path.resolve(values.dir) };
	} catch (error) {
		throw new UsageError(`${(error as Error).message}\n${USAGE}`);
	}
}

/** Refuses a name that is malformed, taken, or would name the model like something that is there. */
async function requireUsable(name: string) {
	const refuse = (why: string) => {
		throw new UsageError(`A plugin cannot be named ${JSON.stringify(name)}: ${why}`);
	};
	if (!NAME.test(name) || name.length > MAX_NAME_LENGTH)
		refuse(
			`expected at most ${MAX_NAME_LENGTH} lower-case letters, digits and single dashes, such as "code-review"`
		);
	const taken = (await takenNames()).find(other => singularOf(other) === singularOf(name));
	if (taken === name) refuse("it is taken");
	if (taken !== undefined) refuse(`"${taken}" is taken, and its documents are called the same`);
	const model = pascalOf(singularOf(name));
	if (model in globalThis || model in sdk)
		refuse(`its model would be called ${model}, which is something else already`);
}

/** The bundled plugins and the parts of the kernel. */
async function takenNames(): Promise<string[]> {
	const plugins = await readdir(PLUGINS, { withFileTypes: true });
	const services = await readdir(path.join(ROOT, "services"), { recursive: true });
	return [
		...plugins.filter(entry => entry.isDirectory()).map(entry => entry.name),
		...services
			.filter(file => file.endsWith(".service.ts"))
			.map(file => path.basename(file, ".service.ts"))
	];
}

function requireFree(folder: string) {
	if (!existsSync(folder)) return;
	throw new UsageError(
		`The folder ${folder} is there already: expected one that is not, see --dir`
	);
}

async function writePlugin(name: string, folder: string) {
	const files = (await readdir(TEMPLATE_FOLDER, { recursive: true, withFileTypes: true }))
		.filter(entry => entry.isFile())
		.map(entry => path.relative(TEMPLATE_FOLDER, path.join(entry.parentPath, entry.name)));
	// All texts first: a kernel that watches the folder then sees the whole plugin at once.
	const contents = await Promise.all(
		files.map(async file => {
			const target = path.join(folder, rename(file, TEMPLATE, name));
			const text = await readFile(path.join(TEMPLATE_FOLDER, file), "utf8");
			return { target, text: await adapt(text, target, name) };
		})
	);
	await mkdir(path.join(folder, "test"), { recursive: true });
	await Promise.all(contents.map(({ target, text }) => writeFile(target, text)));
}

/** The template's text under the new name, laid out as the project's code is. */
async function adapt(text: string, target: string, name: string) {
	const support = path.join(ROOT, "test", "support");
	const relative = path.relative(path.dirname(target), support).split(path.sep).join("/");
	const renamed = rename(text, TEMPLATE, name).replaceAll("../../../../test/support", relative);
	if (target.endsWith(".md")) return renamed;
	const style = await resolveConfig(path.join(ROOT, "package.json"), { editorconfig: true });
	return format(renamed, { ...style, filepath: target });
}

function tell(name: string, folder: string) {
	const inside = folder.startsWith(ROOT + path.sep);
	const shown = inside ? path.relative(ROOT, folder) : folder;
	const start =
		path.dirname(folder) === PLUGINS
			? `npm run dev, then http://127.0.0.1:3000/api/v1/${name}`
			: "see plugins/README.md, pack and upload";
	console.log(`${shown} is there: its README.md says what it does.
  its tests   npx mocha --no-config --timeout 20000 "${shown}/test/*.test.ts"
  to see it   ${start}`);
}
