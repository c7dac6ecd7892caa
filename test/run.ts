/**
 * `npm test`: installs what the tests need from Debian, checks types, style and dead code, and runs every
 * test. What cannot run on this machine is named at the end with its reason.
 */
import { spawnSync } from "node:child_process";
import { requireSystemPackages } from "./support/system-packages.ts";

const { missing } = requireSystemPackages(["nats-server", "redis-server", "chromium", "curl"]);

const steps: [name: string, command: string, args: string[]][] = [
	["checks", process.execPath, ["test/check.ts"]],
	["tests", process.execPath, ["node_modules/mocha/bin/mocha.js", ...process.argv.slice(2)]],
	// These start what a reader of the README would, at its addresses, and so come one after the other.
	[
		"commands",
		process.execPath,
		["node_modules/mocha/bin/mocha.js", "--config", "test/commands.mocharc.json"]
	]
];

for (const [name, command, args] of steps) {
	console.log(`\n── ${name}`);
	const { status } = spawnSync(command, args, {
		stdio: "inherit",
		env: { ...process.env, LYCEUM_MISSING: missing.map(({ name: tool }) => tool).join(",") }
	});
	if (status !== 0) {
		console.log(`\n${name} failed`);
		process.exit(status ?? 1);
	}
}

for (const { name, reason } of missing)
	console.log(`Not run: the tests that need ${name}, because ${reason}`);
