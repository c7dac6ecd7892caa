import { type Problem, summarize } from "../manifest/problem.ts";

export type PackageErrorCode =
	| "PACKAGE_LIMIT"
	| "PACKAGE_ARCHIVE"
	| "PACKAGE_PATH"
	| "PACKAGE_ENTRY"
	| "PACKAGE_DUPLICATE"
	| "PACKAGE_CONTENTS";

/** A problem of a package; `path` is the file that has it, "" when it is the archive as a whole. */
export interface PackageProblem extends Problem {
	path: string;
}

/** Is thrown for a package that is refused; a bad package.json in it is a `ManifestError` instead. */
export class PackageError extends Error {
	readonly code: PackageErrorCode;
	readonly problems: PackageProblem[];

	constructor(code: PackageErrorCode, problems: PackageProblem[], options?: ErrorOptions) {
		super(`The package is refused: ${summarize(problems)}`, options);
		this.name = "PackageError";
		this.code = code;
		this.problems = problems;
	}
}

/** Describes what is wrong with one file of a package, or with the archive when the path is "". */
export function packageProblem(
	path: string,
	message: string,
	value: unknown,
	expected: string
): PackageProblem {
	return { pointer: "", path, message: path ? `"${path}" ${message}` : message, value, expected };
}
