/** Where each part of a package lies in it. */
import { createHash } from "node:crypto";

/** What has to be told apart by name alone: its title, and a hash of all that does not depend on other names. */
export interface Named {
	folder: string;
	title: string;
	/** The same in every kernel. */
	fingerprint: string;
	extension: string;
}

/** A path for each, in order: from the title, with a part of the fingerprint where titles are alike. */
export function pathsFor(all: Named[]): string[] {
	const bare = all.map(({ folder, title }) => `${folder}/${slugOf(title)}`);
	const counts = countsOf(bare);
	const told = bare.map((path, index) =>
		counts.get(path) === 1 ? path : `${path}-${all[index]!.fingerprint.slice(0, 8)}`
	);
	const seen = new Map<string, number>();
	return told.map((path, index) => {
		const times = (seen.get(path) ?? 0) + 1;
		seen.set(path, times);
		return `${path}${times === 1 ? "" : `-${times}`}.${all[index]!.extension}`;
	});
}

export function fingerprintOf(value: unknown): string {
	return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

function countsOf(names: string[]) {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}

function slugOf(title: string): string {
	const slug = title
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-+|-+$/g, "");
	return slug.slice(0, 60).replace(/-+$/, "") || "untitled";
}
