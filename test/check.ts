/** `npm run check`: types, lint, format and dead code; all of them run, then the first failure counts. */
import { spawnSync } from "node:child_process";
import path from "node:path";

const bin = path.resolve(import.meta.dirname, "../node_modules/.bin");

const CHECKS: [name: string, command: string, args: string[]][] = [
	["types", "tsc", ["--noEmit"]],
	["types of the console", "tsc", ["--noEmit", "--project", "admin"]],
	["lint", "oxlint", ["--type-aware", "--quiet"]],
	["format", "prettier", ["--check", "--log-level", "warn", "."]],
	["dead code", "knip", ["--no-progress"]]
];

const failed = CHECKS.filter(([name, command, args]) => {
	const startedAt = performance.now();
	const { status } = spawnSync(path.join(bin, command), args, { stdio: "inherit" });
	console.log(
		`${status === 0 ? "ok  " : "FAIL"} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`
	);
	return status !== 0;
});

process.exitCode = failed.length === 0 ? 0 : 1;
