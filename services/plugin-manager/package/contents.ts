import { type Manifest, ManifestError, parseManifest } from "../manifest/manifest.ts";
import { PackageError, type PackageProblem, packageProblem } from "./error.ts";
import { shown } from "../manifest/problem.ts";

/** What npm would run when the package is installed; nothing is ever run here, so it could not work. */
const INSTALL_SCRIPTS = [
	"preinstall",
	"install",
	"postinstall",
	"prepublish",
	"preprepare",
	"prepare",
	"postprepare"
];

type Files = ReadonlyMap<string, Buffer>;

/** Checks what is in a package and gives its manifest; all faults are reported at once. */
export function checkContents(files: Files): Manifest {
	const packageJson = files.get("package.json");
	if (!packageJson) throw new PackageError("PACKAGE_CONTENTS", [missingManifest()]);
	const text = decode(packageJson);
	const manifest = parseManifest(text, "package.json");
	const problems = [
		...installScripts(text),
		...addons(files),
		...missingService(manifest, files)
	];
	if (problems.length > 0) throw new PackageError("PACKAGE_CONTENTS", problems);
	return manifest;
}

function missingManifest(): PackageProblem {
	return packageProblem("", "has no package.json", undefined, '"package/package.json"');
}

function decode(bytes: Buffer): string {
	try {
		// A byte order mark stays in the text, so that the manifest names it.
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		const expected = "text in UTF-8";
		const message = "is not valid UTF-8";
		throw new ManifestError("package.json", [
			{ pointer: "", message, value: undefined, expected }
		]);
	}
}

/** Looks at the plugin's own scripts: those of bundled dependencies are never run, nor needed to be. */
function installScripts(text: string): PackageProblem[] {
	const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> };
	return INSTALL_SCRIPTS.filter(name => scripts?.[name] !== undefined).map(name => ({
		...packageProblem(
			"package.json",
			`has the install script "${name}"`,
			shown(scripts?.[name]),
			"no install scripts: nothing is run at an install"
		),
		pointer: `/scripts/${name}`
	}));
}

function addons(files: Files): PackageProblem[] {
	const native = [...files.keys()].filter(path => /(\.node|(^|\/)binding\.gyp)$/i.test(path));
	return native.map(path => packageProblem(path, "is a native addon", path, "JavaScript only"));
}

/** What could run on the server, or share the console's page. */
const CODE = /\.(ts|mts|cts|tsx|js|mjs|cjs|jsx|node|wasm)$/i;

/** Tells whether anything of a package could be run outside of a frame: without it nobody has to trust it. */
export function holdsCode(files: Files): boolean {
	return [...files.keys()].some(path => CODE.test(path));
}

function missingService(manifest: Manifest, files: Files): PackageProblem[] {
	const { name, provides } = manifest;
	if (provides.pages.length > 0 && !holdsCode(files)) return emptyPromises(manifest);
	const wanted = [`${name}.service.ts`, `${name}.service.js`];
	if (wanted.some(path => files.has(path))) return [];
	const expected = wanted.map(path => `"${path}"`).join(" or ");
	return [packageProblem("", `has no service file: ${expected}`, undefined, expected)];
}

/** What a package of pages alone names, although nothing in it could do it. */
function emptyPromises({ provides, permissions, settings }: Manifest): PackageProblem[] {
	const { pages: _pages, ...others } = provides;
	const { routes: _routes, ...rights } = permissions;
	const named = [
		...namesIn("provides", others),
		...namesIn("permissions", rights),
		...(settings ? ["settings"] : [])
	];
	return named.map(key => ({
		...packageProblem(
			"package.json",
			`names ${key}, and has no service`,
			key,
			"provides.pages and permissions.routes alone, or a service"
		),
		pointer: `/lyceum/${key.replace(".", "/")}`
	}));
}

function namesIn(group: string, lists: Record<string, string[]>): string[] {
	return Object.entries(lists).flatMap(([key, list]) =>
		list.length > 0 ? `${group}.${key}` : []
	);
}
