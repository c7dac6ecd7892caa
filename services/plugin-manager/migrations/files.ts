/** The migrations of a version as they lie in its folder, in their order. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Migration } from "../../../mixins/index.ts";
import { errors } from "../errors.ts";
import { loadModule } from "../loader.ts";
import { reasonOf } from "../reason.ts";

export const MIGRATIONS_FOLDER = "migrations";

const MODULE = /\.(ts|mts|js|mjs)$/;
const FILE_NAME = /^(\d{3,9})-[a-z0-9]+(-[a-z0-9]+)*\.(ts|mts|js|mjs)$/;

export interface MigrationFile {
	number: number;
	/** The file's name, e.g. `001-split-names.ts`. */
	file: string;
	/** The SHA-256 of its text. */
	checksum: string;
}

/** Finds the migrations in a plugin's folder; throws for a name or a number that cannot be. */
export async function readMigrations(name: string, folder: string): Promise<MigrationFile[]> {
	const root = path.join(folder, MIGRATIONS_FOLDER);
	const files = (await readdir(root).catch(nothingThere)).filter(file => MODULE.test(file));
	const found = await Promise.all(files.map(file => describeFile(name, root, file)));
	found.sort((one, other) => one.number - other.number);
	const twice = found.find(({ number }, index) => found[index + 1]?.number === number);
	if (twice) {
		const reason = `another migration has the number ${twice.number}, too`;
		throw errors.BAD_MIGRATION({ name, file: twice.file, reason });
	}
	return found;
}

/** Loads the module of a migration; `version` names the bytes of its plugin, see `loadPlugin`. */
export async function loadMigration(
	name: string,
	folder: string,
	file: string,
	version: string
): Promise<Migration> {
	const loading = loadModule(folder, path.join(MIGRATIONS_FOLDER, file), version);
	const { default: migration } = await loading.catch((error: unknown) => {
		throw errors.BAD_MIGRATION({ name, file, reason: reasonOf(error) }, error);
	});
	const { summary } = (migration ?? {}) as Partial<Migration>;
	if (typeof summary === "string") return migration as Migration;
	const reason = "it has no default export made by defineMigration({ summary: … })";
	throw errors.BAD_MIGRATION({ name, file, reason });
}

async function describeFile(name: string, root: string, file: string): Promise<MigrationFile> {
	const number = FILE_NAME.exec(file)?.[1];
	if (number === undefined) {
		const reason = "expected a name such as 001-split-names.ts";
		throw errors.BAD_MIGRATION({ name, file, reason });
	}
	const text = await readFile(path.join(root, file));
	const checksum = createHash("sha256").update(text).digest("hex");
	return { number: Number(number), file, checksum };
}

function nothingThere(error: NodeJS.ErrnoException): string[] {
	if (error.code === "ENOENT") return [];
	throw error;
}
