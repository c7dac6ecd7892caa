/** `npm run restore -- --from FILE`: documents and files of a backup into an empty kernel that does not run. */
import { parseArgs } from "node:util";
import { storageOf } from "../files/storage/choose.ts";
import { makeFolder } from "../store/embedded/index.ts";
import { BackupError } from "./backup-error.ts";
import { commandConfig, runCommand } from "./command.ts";
import { openEmbeddedTarget } from "./embedded-target.ts";
import { openMongoTarget } from "./mongo-target.ts";
import { check, restore } from "./restore.ts";

const USAGE = "Usage: npm run restore -- --from FILE [--check] [--force]";

await runCommand(async () => {
	const { values } = parseArgs({
		options: {
			from: { type: "string" },
			check: { type: "boolean", default: false },
			force: { type: "boolean", default: false }
		}
	});
	const { from, force } = values;
	if (!from) throw new BackupError(`--from is missing: expected a file. ${USAGE}`);
	try {
		const { header, manifest } = values.check
			? await check(from)
			: await restore(from, () => openTarget(force));
		const documents = manifest.collections.reduce((sum, one) => sum + one.documents, 0);
		console.log(
			`${values.check ? "Whole" : "Restored"}: ${documents} documents of ${manifest.collections.length} collections and ${manifest.files.count} files, of Lyceum ${header.kernel} at ${header.createdAt}`
		);
	} catch (error) {
		if (!(error instanceof BackupError)) throw error;
		throw new BackupError(`"${from}" was not restored: ${error.message}`, { cause: error });
	}
});

async function openTarget(force: boolean) {
	const config = commandConfig();
	const { mongoUrl, s3Url, dataDir } = config;
	if (mongoUrl !== null)
		return openMongoTarget({ url: mongoUrl, files: storageOf(config), force });
	makeFolder(dataDir);
	return openEmbeddedTarget({
		dataDir,
		bucket: s3Url === null ? null : storageOf(config),
		force
	});
}
