/** What `npm start` gives Node: servers under measurement run with the same. */
import { readFileSync } from "node:fs";
import path from "node:path";

const FILE = path.resolve(import.meta.dirname, "../../../package.json");
const { scripts } = JSON.parse(readFileSync(FILE, "utf8")) as { scripts: { start: string } };

export const KERNEL_FLAGS = scripts.start.split(" ").filter(word => word.startsWith("--"));
