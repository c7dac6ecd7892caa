/** The programs from Debian that tests start: finds them, installs them where that is possible. */
import { spawnSync } from "node:child_process";

export interface Missing {
	name: string;
	reason: string;
}

/** Installs what is not there when this is Debian and the user is root; names what stays missing. */
export function requireSystemPackages(names: string[]): { missing: Missing[] } {
	const absent = names.filter(name => !isInstalled(name));
	if (absent.length === 0) return { missing: [] };
	const obstacle = whyNotInstallable();
	if (obstacle === null) installPackages(absent);
	const reason = obstacle ?? "apt-get could not install it";
	return { missing: absent.filter(name => !isInstalled(name)).map(name => ({ name, reason })) };
}

function isInstalled(name: string) {
	return spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;
}

function whyNotInstallable(): string | null {
	if (spawnSync("sh", ["-c", "command -v apt-get"]).status !== 0)
		return "it is not installed and this is not Debian";
	return process.getuid?.() === 0 ? null : "it is not installed and only root can install it";
}

function installPackages(names: string[]) {
	console.log(`Installing ${names.join(", ")} from Debian`);
	const options = {
		stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"],
		env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
	};
	spawnSync("apt-get", ["update", "-qq"], options);
	spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], options);
}
