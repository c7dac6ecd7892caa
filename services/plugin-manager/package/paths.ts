import { PackageError, packageProblem } from "./error.ts";
import { type PackageLimits, checkLimit } from "./limits.ts";

/** The folder that `npm pack` puts around everything. */
const ROOT = "package";

/** Names that Windows takes for devices, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Rules in the order in which they are told: the first one that a path breaks is its fault. */
const PATH_RULES: readonly [broken: (path: string) => boolean, expected: string][] = [
	[path => path === "", "a path"],
	[path => hasControlCharacter(path), "no control characters"],
	[path => path.includes("\uFFFD"), "valid UTF-8"],
	[path => path.includes("\\"), "no backslashes"],
	[path => path.startsWith("/"), "a relative path"],
	[path => /^[a-z]:/i.test(path), "no drive letter"],
	[path => path.split("/").includes(".."), 'no ".."'],
	[path => path.split("/").some(name => name === "" || name === "."), "no empty names"],
	[path => /[<>:"|?*]/.test(path), 'none of < > : " | ? *'],
	[path => path.split("/").some(name => DEVICE.test(name)), "no reserved device names"],
	[
		path => path.split("/").some(name => /[. ]$/.test(name)),
		"no names that end in a dot or space"
	],
	[path => path.normalize("NFC") !== path, "names in Unicode's form NFC"]
];

/** Tells what a path would have to be; undefined for one that is safe on every system. */
export function pathFault(path: string): string | undefined {
	return PATH_RULES.find(([broken]) => broken(path))?.[1];
}

/** Checks a path of the archive and gives it without the root folder; "" is the root folder itself. */
export function packagePath(archived: string, isFolder: boolean, limits: PackageLimits): string {
	const path = isFolder ? archived.replace(/\/$/, "") : archived;
	const fault = pathFault(path);
	if (fault) throw refusedPath(path, "has a path that is not allowed", fault);
	if (path === ROOT && isFolder) return "";
	if (!path.startsWith(`${ROOT}/`)) {
		throw refusedPath(
			path,
			`is not in the folder "${ROOT}"`,
			`a path that starts with "${ROOT}/"`
		);
	}
	const inside = path.slice(ROOT.length + 1);
	checkLimit(limits, "pathLength", Buffer.byteLength(inside), inside.slice(0, limits.pathLength));
	checkLimit(limits, "depth", inside.split("/").length, inside);
	return inside;
}

function refusedPath(path: string, message: string, expected: string): PackageError {
	return new PackageError("PACKAGE_PATH", [packageProblem(path, message, path, expected)]);
}

function hasControlCharacter(path: string): boolean {
	return [...path].some(character => character < " " || character === "\u007F");
}

type EntryKind = "file" | "folder";

/** Remembers the paths of a package and refuses two that a file system could take for one. */
export class PathRegistry {
	readonly #known = new Map<string, { path: string; kind: EntryKind }>();

	add(path: string, kind: EntryKind): void {
		const names = path.split("/");
		for (let depth = 1; depth < names.length; depth++) {
			this.#enter(names.slice(0, depth).join("/"), "folder");
		}
		this.#enter(path, kind);
	}

	#enter(path: string, kind: EntryKind): void {
		const key = foldCase(path);
		const known = this.#known.get(key);
		if (known && !(known.path === path && known.kind === "folder" && kind === "folder")) {
			throw duplicate(path, kind, known.path, known.kind);
		}
		this.#known.set(key, { path, kind });
	}
}

/** Both ways, because some letters fold only upwards (ſ) and some only downwards (the Kelvin sign). */
function foldCase(path: string): string {
	return path.toLowerCase().toUpperCase();
}

function duplicate(
	path: string,
	kind: EntryKind,
	known: string,
	knownKind: EntryKind
): PackageError {
	const message = `(${kind}) is the same path as "${known}" (${knownKind})`;
	const expected = "each path once, also when case is ignored";
	return new PackageError("PACKAGE_DUPLICATE", [packageProblem(path, message, path, expected)]);
}
