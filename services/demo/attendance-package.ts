/** The plugin that the demo uploads, packed as `npm pack` would. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";

const FOLDER = path.resolve(import.meta.dirname, "attendance");

/** The bytes of a `.tgz` that holds the plugin under this version. */
export async function packAttendance(version: string): Promise<Buffer> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-demo-"));
	try {
		const root = path.join(folder, "package");
		await cp(FOLDER, root, { recursive: true });
		const manifest = JSON.parse(
			await readFile(path.join(root, "package.json"), "utf8")
		) as object;
		await writeFile(
			path.join(root, "package.json"),
			JSON.stringify({ ...manifest, version }, null, "\t")
		);
		const file = path.join(folder, "attendance.tgz");
		await create({ gzip: true, cwd: folder, file, portable: true }, ["package"]);
		return await readFile(file);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
