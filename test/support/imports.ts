/** What the project's own files import, read from their text. */
import { readFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "../..");

export interface Import {
	file: string;
	specifier: string;
	/** The imported file from the root; null for a package. */
	target: string | null;
	typeOnly: boolean;
}

/** The imports of a file, which is named from the root. */
export function importsOf(file: string): Import[] {
	const text = readFileSync(path.join(ROOT, file), "utf8").replace(
		/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
		""
	);
	const found = text.matchAll(
		/\b(import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\b(typeof )?import\(\s*"([^"]+)"\s*\)/g
	);
	return [...found].map(([, , type, statically, typeOf, dynamically]) => {
		const specifier = (statically ?? dynamically)!;
		const target = specifier.startsWith(".") ? path.join(path.dirname(file), specifier) : null;
		return { file, specifier, target, typeOnly: (type ?? typeOf) !== undefined };
	});
}
