/** The files of Swagger UI and ReDoc, from their npm packages: a browser loads nothing from elsewhere. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export interface Asset {
	mediaType: string;
	bytes: Buffer;
}

export interface Assets {
	/** A hash of all files: a part of their addresses, so that browsers may keep them for good. */
	version: string;
	files: Map<string, Asset>;
}

const SOURCES: Record<string, string> = {
	"swagger-ui.css": import.meta.resolve("swagger-ui-dist/swagger-ui.css"),
	"swagger-ui-bundle.js": import.meta.resolve("swagger-ui-dist/swagger-ui-bundle.js"),
	"favicon-32x32.png": import.meta.resolve("swagger-ui-dist/favicon-32x32.png"),
	"redoc.standalone.js": import.meta.resolve("redoc/bundles/redoc.standalone.js"),
	"start-swagger.js": import.meta.resolve("./pages/start-swagger.js"),
	"start-redoc.js": import.meta.resolve("./pages/start-redoc.js"),
	"redoc.css": import.meta.resolve("./pages/redoc.css")
};

const MEDIA_TYPES: Record<string, string> = {
	css: "text/css; charset=utf-8",
	js: "text/javascript; charset=utf-8",
	png: "image/png"
};

/** What is replaced in ReDoc's bundle, so that it keeps to the page's policy and to this host. */
const REDOC_CHANGES: [from: RegExp, to: string][] = [
	// The one picture that it would fetch from its maker's server; an empty one stands in for it.
	[
		/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini\.svg/,
		"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"
	],
	// The nonce of its styles: its own option comes too late for those that are made as it loads.
	[/(\w)\.nc=void 0/, "$1.nc=document.currentScript.nonce"]
];

/** Reads all files; the 3 MB are worth reading only once somebody opens a page. */
export async function readAssets(): Promise<Assets> {
	const entries = await Promise.all(Object.entries(SOURCES).map(readAsset));
	const hash = createHash("sha256");
	for (const [, { bytes }] of entries) hash.update(bytes);
	return { version: hash.digest("hex").slice(0, 12), files: new Map(entries) };
}

async function readAsset([name, source]: [string, string]): Promise<[string, Asset]> {
	const bytes = await readFile(fileURLToPath(source));
	const mediaType = MEDIA_TYPES[name.slice(name.lastIndexOf(".") + 1)]!;
	return [name, { mediaType, bytes: name === "redoc.standalone.js" ? adaptRedoc(bytes) : bytes }];
}

function adaptRedoc(bundle: Buffer) {
	const adapted = REDOC_CHANGES.reduce((text, [from, to]) => {
		if (!from.test(text))
			throw new Error(`ReDoc's bundle holds no ${from}: its version has changed`);
		return text.replace(from, to);
	}, bundle.toString("utf8"));
	return Buffer.from(adapted);
}
