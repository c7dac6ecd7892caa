/** Fields that hold the id of a file: who sets one must be allowed to read the file, which is kept while it is set. */
import type { FieldOptions } from "./json-schema.ts";

/** Where it is kept which files there are, and which documents refer to them. */
export const FILES = "files";
export const FILE_CONTENTS = "fileContents";
export const FILE_USES = "fileUses";

/** The subject of files, for abilities. */
export const FILE = "File";

/**
 * Declares a field with the id of a file: `pictureId: fileReference({ description: "The picture" })`, or a list of
 * them, `[fileReference()]`. The collection checks the file, and holds it for as long as the document refers to it.
 */
export function fileReference<Options extends FieldOptions & { required?: boolean }>(
	options: Options = {} as Options
) {
	return {
		type: String,
		match: /^[0-9a-f]{24}$/,
		reference: FILES,
		file: true as const,
		example: "665f1c2ab7d0c4e1f2a3b4c5",
		...options
	};
}
