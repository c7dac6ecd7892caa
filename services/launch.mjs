/**
 * What every npm script goes through: installs what is missing and runs a file under the project's own
 * Node. It is plain JavaScript without dependencies, because it runs on the Node that the machine has,
 * before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import nodeModule from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const OLDEST_NODE = 20;

const root = path.resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const modules = path.join(root, "node_modules");
const projectNode = path.join(modules, "node", "bin", "node");
/** Holds the hash of the lock file that the installed packages belong to. */
const marker = path.join(modules, ".lyceum-installed");

requireNode();
install();
await run(process.argv.slice(2));

function requireNode() {
	const [major] = process.versions.node.split(".").map(Number);
	if (major >= OLDEST_NODE) return;
	console.error(
		`Node ${process.versions.node} is too old: Lyceum needs Node ${OLDEST_NODE} or newer to install itself.`
	);
	process.exit(1);
}

function install() {
	const wanted = createHash("sha256")
		.update(readFileSync(path.join(root, "package-lock.json")))
		.digest("hex");
	if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
	console.error("Installing packages; this happens once.");
	const { status } = npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
	if (status !== 0) {
		console.error("The packages could not be installed: see the messages above.");
		process.exit(status ?? 1);
	}
	prebundle();
	writeFileSync(marker, wanted);
}

/** A start does without, only longer. */
function prebundle() {
	const { status } = spawnSync(projectNode, [path.join(root, "services/prebundle/main.ts")], {
		cwd: root,
		stdio: ["ignore", 2, 2]
	});
	if (status !== 0) console.error("What starts load could not be bundled: they take longer.");
}

/** Standard output belongs to what is run, so that npm's words go to standard error. */
function npm(args) {
	const options = { cwd: root, stdio: ["ignore", 2, 2] };
	const cli = process.env.npm_execpath;
	return cli?.endsWith(".js")
		? spawnSync(process.execPath, [cli, ...args], options)
		: spawnSync("npm", args, options);
}

function run([file, ...args]) {
	return isService(file) && isRunning(projectNode) ? runHere(file, args) : runBelow(file, args);
}

function isRunning(node) {
	return existsSync(node) && realpathSync(process.execPath) === realpathSync(node);
}

/**
 * npm's scripts run on the project's own Node already: a second process would only pass things on. They give
 * `--v8-pool-size=0`: as many of V8's threads as there are other cores. Four, which Node has without it, get in each
 * other's way on a machine of two cores, where a start took 9 % longer.
 */
async function runHere(file, args) {
	Object.assign(process.env, environment(file));
	process.argv = [process.execPath, path.join(root, file), ...args];
	nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE);
	await import(pathToFileURL(process.argv[1]).href);
}

function runBelow(file, args) {
	const child = spawn(projectNode, [...process.execArgv, path.join(root, file), ...args], {
		stdio: "inherit",
		env: environment(file)
	});
	// A terminal sends Ctrl-C to the whole group; the child decides how to end, and its code is ours.
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
		process.on(signal, () => child.kill(signal));
	child.on("exit", (code, signal) => {
		process.exitCode = signal === null ? code : 1;
	});
	child.on("error", error => {
		console.error(`The project's own Node could not be started: ${error.message}`);
		process.exitCode = 1;
	});
}

/**
 * Puts the project's tools first on the path, also when this was not called by npm. A service finds there what
 * was compiled before from its first file on; tests would fill that folder with what nobody loads again.
 */
function environment(file) {
	const tools = path.join(modules, ".bin");
	return {
		...process.env,
		PATH: `${tools}${path.delimiter}${process.env.PATH ?? ""}`,
		...(isService(file) && {
			NODE_COMPILE_CACHE:
				process.env.NODE_COMPILE_CACHE ?? path.join(modules, ".cache", "lyceum")
		})
	};
}

function isService(file) {
	return file.startsWith("services/");
}
