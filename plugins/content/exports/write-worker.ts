/** A thread that packs archives. */
import type { Filed } from "../exchange/parsed.ts";
import { toPackageFiles } from "../exchange/write/package.ts";
import { toQtiFiles } from "../exchange/write/qti.ts";
import { toZip } from "../exchange/write/zip.ts";

export interface WriteInput {
	format: "package" | "qti";
	filed: Filed;
}

export default function write({ format, filed }: WriteInput): Uint8Array {
	return toZip(format === "qti" ? toQtiFiles(filed) : toPackageFiles(filed));
}
