/** What holds for every plugin of this repository, the template of new ones included. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { ServiceBroker } from "moleculer";
import type {
	Action,
	CollectionDescription,
	JsonSchema,
	LyceumBroker,
	LyceumSchema
} from "../../mixins/index.ts";
import { loadPlugin } from "../../services/plugin-manager/loader.ts";
import { parseManifest, type Manifest } from "../../services/plugin-manager/manifest/manifest.ts";
import { mergedSchema } from "../../services/plugin-manager/merged-schema.ts";
import { differencesBetween, takeFootprint } from "../support/footprint.ts";
import { startTestKernel } from "../support/kernel.ts";

const PLUGINS = path.resolve(import.meta.dirname, "../../plugins");

/** Enough that what a reload leaves behind adds up to more than what comes and goes by itself. */
const RELOADS = 6;

const bundled = (await readdir(PLUGINS))
	.map(name => path.join(PLUGINS, name))
	.filter(folder => existsSync(path.join(folder, "package.json")));
const templates = (await readdir(path.join(PLUGINS, "template"), { withFileTypes: true }))
	.filter(entry => entry.isDirectory())
	.map(entry => path.join(PLUGINS, "template", entry.name));

for (const folder of [...bundled, ...templates]) describePlugin(folder);

function describePlugin(folder: string) {
	const name = path.basename(folder);
	describe(`the plugin ${name}`, () => {
		let manifest: Manifest;
		let schemas: LyceumSchema[];
		let readme: string;

		before(async () => {
			const broker = new ServiceBroker({ logger: false }) as LyceumBroker;
			readme = await readFile(path.join(folder, "README.md"), "utf8");
			manifest = await readManifest(folder);
			const { definitions } = await loadPlugin(folder, name, "conformance");
			schemas = definitions.map(schema => mergedSchema(broker, schema));
		});

		it("imports lyceum, its own files, its dependencies and Node's modules alone", async () => {
			const strangers = (await sourcesOf(folder)).flatMap(({ file, imports }) =>
				imports
					.filter(specifier => !isOwn(specifier, file, folder, manifest))
					.map(specifier => `${path.relative(folder, file)} imports ${specifier}`)
			);
			expect(strangers).to.deep.equal([]);
		});

		it("has a service that is named like it", () => {
			const [main] = schemas;
			expect(main!.name).to.equal(camel(name));
		});

		it("says of each published action who may call it, what it does and what it takes", () => {
			const incomplete = schemas.flatMap(schema =>
				Object.entries((schema.actions ?? {}) as Record<string, Action>)
					.filter(([, action]) => action.rest)
					.filter(
						([, { can, summary, params, input }]) =>
							!can || !summary || !(params ?? input)
					)
					.map(([action]) => `${schema.name}.${action}`)
			);
			expect(incomplete).to.deep.equal([]);
		});

		it("shows fields in the console that its documents have", () => {
			const wrong = schemas.flatMap(schema =>
				(schema.console ?? []).flatMap(hints => {
					const shown = collectionsOf(schema).find(
						kind => kind.name === hints.collection
					);
					const fields = fieldPaths(shown?.schema ?? {});
					const { title, list, form, filters = [], labels = {} } = hints;
					return [title, ...list, ...form, ...filters, ...Object.keys(labels)]
						.filter(field => !fields.includes(field))
						.map(field => `${hints.collection}.${field}`);
				})
			);
			expect(wrong).to.deep.equal([]);
		});

		it("declares the collections that it keeps", () => {
			const kept = schemas.flatMap(collectionsOf);
			expect(manifest.provides.collections).to.include.members(kept.map(kind => kind.name));
			expect(manifest.permissions.collections).to.include.members(
				manifest.provides.collections
			);
		});

		it("has errors under its own name, each described and each tried", async () => {
			const prefix = `${name.replaceAll("-", "_").toUpperCase()}_`;
			const types = await errorTypes(folder);
			expect(types.filter(type => !type.startsWith(prefix))).to.deep.equal([]);
			const described = readme.match(new RegExp(`\\b${prefix}[A-Z_]+\\b`, "g")) ?? [];
			expect([...new Set(described)].sort()).to.deep.equal(types.toSorted());
			const tests = await testsOf(folder);
			expect(types.filter(type => !tests.includes(type))).to.deep.equal([]);
		});

		it("describes its events and settings", () => {
			const events = schemas.flatMap(schema => schema.emits ?? []);
			for (const { name: event, description } of events) {
				expect(readme).to.include(`\`${event}\``);
				expect(description).to.not.equal("");
				expect(event.split(".")[0]).to.equal(camel(name));
			}
			for (const setting of Object.keys(manifest.settings?.properties ?? {}))
				expect(readme).to.include(`\`${setting}\``);
		});

		it("leaves nothing behind when it is unloaded", async function () {
			this.timeout(60_000);
			const required = Object.keys(manifest.requires).map(other => path.join(PLUGINS, other));
			const api = await startTestKernel({ plugins: [folder, ...required] });
			try {
				const admin = await api.as("admin");
				const turn = async (verb: "enable" | "disable") => {
					const { status, text } = await admin.post(`/plugins/${name}/${verb}`);
					expect(status, text).to.equal(200);
				};
				await turn("disable");
				const before = takeFootprint(api.kernel, name);
				await turn("enable");
				const running = takeFootprint(api.kernel, name);
				await turn("disable");
				for (let reload = 0; reload < RELOADS; reload++) {
					await turn("enable");
					expect(
						differencesBetween(running, takeFootprint(api.kernel, name))
					).to.deep.equal([]);
					await turn("disable");
				}
				const after = takeFootprint(api.kernel, name);
				expect(differencesBetween(before, after)).to.deep.equal([]);
				expect(after.named).to.deep.equal([]);
				for (const [kind, count] of Object.entries(after.resources))
					expect(count - (before.resources[kind] ?? 0), kind).to.be.below(RELOADS);
			} finally {
				await api.stop();
			}
		});
	});
}

function collectionsOf({ metadata }: LyceumSchema): CollectionDescription[] {
	return metadata?.collections ?? [];
}

async function readManifest(folder: string) {
	const text = await readFile(path.join(folder, "package.json"), "utf8");
	return parseManifest(text, "package.json", { expectedName: path.basename(folder) });
}

/** The files that run, and what each of them imports. */
async function sourcesOf(folder: string) {
	const files = (await readdir(folder, { recursive: true })).filter(
		file => /\.(m?[jt]s|[jt]sx)$/.test(file) && !/(^|\/)(test|node_modules)\//.test(file)
	);
	return Promise.all(
		files.map(async file => {
			const text = await readFile(path.join(folder, file), "utf8");
			const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\s]+)["']/g);
			return { file: path.join(folder, file), imports: [...found].map(([, name]) => name!) };
		})
	);
}

function isOwn(specifier: string, file: string, folder: string, { dependencies }: Manifest) {
	// Pages run in a browser, with what the console shares.
	const isPage = path.relative(folder, file).startsWith(`pages${path.sep}`);
	if (isPage && ["react", "lyceum/console"].includes(specifier)) return true;
	if (!isPage && (specifier === "lyceum" || specifier.startsWith("node:"))) return true;
	if (specifier.startsWith("."))
		return path.resolve(path.dirname(file), specifier).startsWith(folder + path.sep);
	const packageName = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
	// What holds types alone is imported under the name that they are for.
	return packageName in dependencies || `@types/${packageName}` in dependencies;
}

async function errorTypes(folder: string): Promise<string[]> {
	const file = path.join(folder, "errors.ts");
	if (!existsSync(file)) return [];
	const { errors } = (await import(pathToFileURL(file).href)) as {
		errors: Record<string, { type: string }>;
	};
	return Object.values(errors).map(({ type }) => type);
}

async function testsOf(folder: string) {
	const files = await readdir(path.join(folder, "test"), { recursive: true });
	const tests = files.filter(file => file.endsWith(".test.ts"));
	const texts = tests.map(file => readFile(path.join(folder, "test", file), "utf8"));
	return (await Promise.all(texts)).join("\n");
}

/** `members` and `members.userId`, from the schema of a document. */
function fieldPaths({ properties = {}, items }: JsonSchema): string[] {
	const own = Object.entries(properties).flatMap(([key, property]) => [
		key,
		...fieldPaths(property).map(nested => `${key}.${nested}`)
	]);
	return items ? [...own, ...fieldPaths(items)] : own;
}

function camel(name: string) {
	return name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}
