/** `npm run backup -- --to FILE|FOLDER`: documents and files of a kernel, which may run meanwhile, into one file. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { storageOf } from "../files/storage/choose.ts";
import { backUp } from "./back-up.ts";
import { BackupError } from "./backup-error.ts";
import { commandConfig, runCommand } from "./command.ts";
import { openEmbeddedSource } from "./embedded-source.ts";
import { openMongoSource } from "./mongo-source.ts";
import type { Manifest } from "./format.ts";

const USAGE =
	"Usage: npm run backup -- --to FILE|FOLDER [--store FOLDER] [--database NAME] [--without-snapshot]";

await runCommand(async () => {
	const { values } = parseArgs({
		options: {
			to: { type: "string" },
			store: { type: "string" },
			database: { type: "string", default: "lyceum" },
			"without-snapshot": { type: "boolean", default: false }
		}
	});
	if (!values.to) throw new BackupError(`--to is missing: expected a file or a folder. ${USAGE}`);
	const config = commandConfig();
	const file = targetFile(values.to);
	const folder =
		values.store ?? (config.mongoUrl === null ? path.join(config.dataDir, "store") : null);
	const source =
		folder === null
			? await openMongoSource(config.mongoUrl!, !values["without-snapshot"])
			: openEmbeddedSource(folder, values.database);
	try {
		tell(file, await backUp(source, storageOf(config), file));
	} finally {
		await source.close();
	}
});

/** A folder gets a file that is named by the time. */
function targetFile(to: string): string {
	const isFolder = existsSync(to) && statSync(to).isDirectory();
	const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
	const file = path.resolve(isFolder ? path.join(to, `lyceum-${time}.backup`) : to);
	if (existsSync(file)) throw new BackupError(`--to: "${file}" is there already`);
	if (!existsSync(path.dirname(file)))
		throw new BackupError(`--to: there is no folder "${path.dirname(file)}"`);
	return file;
}

function tell(file: string, { collections, files, missingFiles, secrets }: Manifest) {
	const documents = collections.reduce((sum, collection) => sum + collection.documents, 0);
	console.log(
		`${file}\n  ${documents} documents of ${collections.length} collections, ${files.count} files of ${files.bytes} bytes`
	);
	if (missingFiles.length > 0)
		console.log(`  ${missingFiles.length} files were removed meanwhile and are missing`);
	if (secrets.length > 0)
		console.log(`It holds secrets: keep it as you keep the server.\n  ${secrets.join("\n  ")}`);
}
