/** Where a plugin's files come from: the folder of bundled plugins, or packages kept in the store. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import mongoose, { type Connection } from "mongoose";
import { ConfigError } from "../kernel/config.ts";
import { hashFolder } from "./content-hash.ts";
import type { DesiredPlugin } from "./desired.ts";
import { ManifestError, parseManifest, type Manifest } from "./manifest/manifest.ts";
import { extractPackage, readPackage, type PluginPackage } from "./package/package.ts";

/** A plugin as it lies in its folder, whether it can be used or not. */
export interface Discovered {
	name: string;
	folder: string;
	manifest: Manifest | null;
	integrity: string;
	/** Why it cannot be used. */
	problem: string | null;
}

const SETTLE_MS = 10 * 60 * 1000;

export class Sources {
	readonly #bundledFolder: string;
	readonly #cacheFolder: string;
	readonly #packages: mongoose.mongo.GridFSBucket;
	/** The folders that this process has written or verified, by integrity. */
	readonly #extracted = new Map<string, string>();

	constructor(connection: Connection, bundledFolder: string, dataDir: string) {
		this.#bundledFolder = bundledFolder;
		this.#cacheFolder = path.join(dataDir, "plugins");
		this.#packages = new mongoose.mongo.GridFSBucket(connection.db!, {
			bucketName: "pluginPackages"
		});
	}

	/** The plugins in the folder of bundled ones; a folder without a package.json is none. */
	async discover(): Promise<Discovered[]> {
		const folder = this.#bundledFolder;
		const entries = await readdir(folder, { withFileTypes: true }).catch(
			({ code }: NodeJS.ErrnoException) => {
				throw new ConfigError(
					`PLUGINS_DIR: expected a folder that can be read, got "${folder}" (${code})`
				);
			}
		);
		const found = entries
			.filter(entry => entry.isDirectory())
			.map(entry => this.discoverOne(entry.name));
		return (await Promise.all(found)).filter(plugin => plugin !== null);
	}

	/** One bundled plugin; null when its folder holds none. */
	async discoverOne(name: string): Promise<Discovered | null> {
		const folder = this.bundledFolder(name);
		const text = await readFile(path.join(folder, "package.json"), "utf8").catch(() => null);
		if (text === null) return null;
		const { integrity } = hashFolder(folder);
		try {
			const manifest = parseManifest(text, `${name}/package.json`, { expectedName: name });
			return { name, folder, manifest, integrity, problem: null };
		} catch (error) {
			if (!(error instanceof ManifestError)) throw error;
			return { name, folder, manifest: null, integrity, problem: error.message };
		}
	}

	/** Where the files of a version are on this node. */
	async folderOf({
		_id: name,
		source,
		integrity
	}: Pick<DesiredPlugin, "_id" | "source" | "integrity">): Promise<string> {
		return source === "bundled"
			? this.bundledFolder(name)
			: this.packageFolder(name, integrity);
	}

	bundledFolder(name: string): string {
		return path.join(this.#bundledFolder, name);
	}

	/** Keeps a package's bytes, once for each content, and its files on this node. */
	async keepPackage(plugin: PluginPackage, bytes: Buffer): Promise<void> {
		const { manifest, integrity } = plugin;
		await this.#extract(manifest.name, plugin);
		if (await this.#find(integrity)) return;
		await new Promise<void>((resolve, reject) => {
			this.#packages
				.openUploadStream(integrity)
				.once("finish", resolve)
				.once("error", reject)
				.end(bytes);
		});
	}

	/** Removes the packages that nothing desires, but for those that somebody may just be installing. */
	async removePackages(kept: Set<string>): Promise<void> {
		const settled = { uploadDate: { $lt: new Date(Date.now() - SETTLE_MS) } };
		for await (const { _id, filename } of this.#packages.find(settled)) {
			if (!kept.has(filename)) await this.#packages.delete(_id);
		}
	}

	/** The folder with a package's files on this node; they are fetched and verified when missing. */
	async packageFolder(name: string, integrity: string): Promise<string> {
		return this.#extracted.get(integrity) ?? this.#extract(name, await this.#fetch(integrity));
	}

	async #extract(name: string, plugin: PluginPackage): Promise<string> {
		const folder = path.join(this.#cacheFolder, name, versionKey(plugin.integrity));
		await extractPackage(plugin, folder);
		this.#extracted.set(plugin.integrity, folder);
		return folder;
	}

	async #fetch(integrity: string): Promise<PluginPackage> {
		const chunks: Buffer[] = [];
		for await (const chunk of this.#packages.openDownloadStreamByName(integrity))
			chunks.push(chunk as Buffer);
		const plugin = await readPackage(Buffer.concat(chunks));
		if (plugin.integrity !== integrity)
			throw new Error(`the kept package is ${plugin.integrity}, not ${integrity}`);
		return plugin;
	}

	async #find(integrity: string) {
		const [file] = await this.#packages.find({ filename: integrity }).limit(1).toArray();
		return file;
	}
}

/** A short form of a hash that can be part of an address or a path. */
export function versionKey(integrity: string): string {
	return Buffer.from(integrity.slice(integrity.indexOf("-") + 1), "base64")
		.toString("hex")
		.slice(0, 24);
}
