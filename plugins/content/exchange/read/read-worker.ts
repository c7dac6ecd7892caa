/** The process that reads one file and ends; whatever is wrong with the file, nothing else feels it. */
import { UnreadableFile } from "../parsed.ts";
import { readFile, type ReadInput } from "./read.ts";

process.once("message", input => {
	void readFile(input as ReadInput)
		.then(
			result => ({ result }),
			(error: unknown) =>
				error instanceof UnreadableFile
					? { problem: error.message }
					: {
							problem: `It cannot be read: ${error instanceof Error ? error.message : "for no known reason"}`
						}
		)
		.then(answer => process.send!(answer, () => process.exit(0)));
});
