/**
 * What an archive is: gzip around frames of a kind, a length and bytes. First a header, then each collection
 * with its documents, then each file with its bytes, and last the manifest, without which it is half an archive.
 */
export const FORMAT = "lyceum-backup";
export const FORMAT_VERSION = 1;

/** The kinds of frames, each a letter. */
export const KIND = {
	header: 0x48,
	collection: 0x43,
	document: 0x44,
	file: 0x46,
	bytes: 0x42,
	manifest: 0x4d
} as const;

export type Kind = (typeof KIND)[keyof typeof KIND];

export const FRAME_HEAD_BYTES = 5;

/** A document has 16 MB at most, and what describes a collection a little more. */
export const MAX_FRAME_BYTES = 17 * 1024 * 1024;

/** How much of a file goes into one frame. */
export const CHUNK_BYTES = 256 * 1024;

export interface Header {
	format: typeof FORMAT;
	formatVersion: number;
	/** The version of Lyceum that made it. */
	kernel: string;
	createdAt: string;
	/** False when the store could not show all collections as they were at one moment. */
	isConsistent: boolean;
}

/** A collection as it is made again. */
export interface CollectionInfo {
	name: string;
	options: Record<string, unknown>;
	indexes: IndexInfo[];
}

export interface IndexInfo extends Record<string, unknown> {
	name: string;
	key: Record<string, unknown>;
}

export interface Manifest {
	collections: { name: string; documents: number; bytes: number; sha256: string }[];
	files: { count: number; bytes: number };
	/** Files whose bytes the storage did not have any more. */
	missingFiles: string[];
	/** What in it must stay secret. */
	secrets: string[];
	/** Of everything before the manifest. */
	sha256: string;
}

/** Which processes run, and what they just do, is not what a restored kernel has to know. */
export const LEFT_OUT = new Set([
	"nodes",
	"pausedWrites",
	"pluginNodes",
	"pluginRollouts",
	"pluginWatches",
	"streamLeases"
]);

/** The collections whose documents hold secrets. */
const SECRETS: Record<string, string> = {
	credentials: "hashes of passwords, and second factors",
	signingKeys: "the keys that sign tokens",
	sessions: "sessions of users",
	refreshTokens: "hashes of refresh tokens",
	apiKeys: "hashes of API keys",
	accountLinks: "hashes of links that set passwords",
	fileSecrets: "the key that signs links to files",
	mail: "mails with links that set passwords",
	plugins: "settings of plugins, which may hold passwords",
	idempotency: "answers to requests"
};

/** Names what in these collections must stay secret. */
export function secretsIn(collections: string[]): string[] {
	return collections
		.filter(name => SECRETS[name] !== undefined)
		.map(name => `${name}: ${SECRETS[name]}`);
}

/** Whether something can be the name of a collection of a kernel. */
export function isCollectionName(name: unknown): name is string {
	return (
		typeof name === "string" &&
		/^[A-Za-z0-9_][\w.-]{0,119}$/.test(name) &&
		!name.startsWith("system.")
	);
}

/** Whether something can be the key of a file's bytes. */
export function isFileKey(key: unknown): key is string {
	return typeof key === "string" && /^[0-9a-f]{32}$/.test(key);
}
