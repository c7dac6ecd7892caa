import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { lockFolder } from "../../../../../../services/store/embedded/index.ts";
import { useFolder } from "../support.ts";

const LOCK_MODULE = new URL(
	"../../../../../../services/store/embedded/storage/lock.ts",
	import.meta.url
);

describe("store: the lock of a folder", () => {
	const folder = useFolder();

	it("refuses a second holder and names the folder", () => {
		const unlock = lockFolder(folder.path);
		expect(() => lockFolder(folder.path)).to.throw(
			`"${folder.path}" cannot be opened: another process is using it`
		);
		unlock();
	});

	it("is free again after it was given back, and giving it back twice is harmless", () => {
		const unlock = lockFolder(folder.path);
		unlock();
		unlock();
		lockFolder(folder.path)();
	});

	it("ends with a process that is killed", async () => {
		const script = join(folder.path, "hold.ts");
		await writeFile(
			script,
			`import { lockFolder } from ${JSON.stringify(LOCK_MODULE.href)};
			lockFolder(${JSON.stringify(folder.path)});
			console.log("held");
			setInterval(() => undefined, 1000);`
		);
		const holder = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
		await once(holder.stdout, "data");
		expect(() => lockFolder(folder.path)).to.throw("another process is using it");
		holder.kill("SIGKILL");
		await once(holder, "exit");
		lockFolder(folder.path)();
	});

	it("says why a folder cannot be made", async () => {
		const file = join(folder.path, "file");
		await writeFile(file, "");
		expect(() => lockFolder(join(file, "below"))).to.throw(
			/"\S+below" cannot be opened: it cannot be written/
		);
	});
});
