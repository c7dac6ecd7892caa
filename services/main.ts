/** `npm start`: runs a kernel, from the bundle where there is one of just these files. */
import { enableCompileCache } from "node:module";
import path from "node:path";
import { useBundle } from "./prebundle/use-bundle.ts";

// Before the rest is loaded: to strip and compile it anew takes half a second of every start. The environment
// takes it to the threads, too.
process.env.NODE_COMPILE_CACHE ??= path.resolve(
	import.meta.dirname,
	"../node_modules/.cache/lyceum"
);
enableCompileCache();
const watchPlugins = process.argv.includes("--watch-plugins");
// Who develops wants breakpoints and stacks in the files that are edited.
if (!watchPlugins) useBundle();
// By its address, under which the bundle has it.
const { href } = new URL("./start.ts", import.meta.url);
const { run } = (await import(href)) as typeof import("./start.ts");
await run({ environment: process.env, watchPlugins });
