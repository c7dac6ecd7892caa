/** The HTML of pages that are shown in a frame, and the policy that cuts them off. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { InputProblem } from "../../../mixins/index.ts";
import type { FramePage } from "../../plugin-manager/manifest/manifest.ts";

/** A page with its scripts and pictures in it. */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * What is foreign may run, and reach nothing: no address is loaded, nothing is sent, no window is opened. The
 * sandbox also holds when the address is opened by itself.
 */
export const FRAME_POLICY = [
	"default-src 'none'",
	"script-src 'unsafe-inline'",
	"style-src 'unsafe-inline'",
	"img-src data: blob:",
	"font-src data:",
	"media-src data: blob:",
	"connect-src 'none'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'self'",
	"sandbox allow-scripts"
].join("; ");

export function readFrame(folder: string, { frame }: FramePage): Promise<string> {
	return readFile(path.join(folder, frame), "utf8");
}

/** What stands in the way of a frame's being shown. */
export async function frameProblems(folder: string, page: FramePage): Promise<InputProblem[]> {
	const found = await stat(path.join(folder, page.frame)).catch(() => null);
	const pointer = page.frame;
	if (!found?.isFile()) return [{ pointer, message: "is not there", expected: "an HTML file" }];
	if (found.size <= MAX_BYTES) return [];
	const message = `has ${found.size} bytes`;
	return [{ pointer, message, expected: `at most ${MAX_BYTES} bytes` }];
}
