import { expect } from "chai";
import { readAssets, type Assets } from "../../../../services/openapi/assets.ts";

describe("readAssets", () => {
	let assets: Assets;

	before(async () => {
		assets = await readAssets();
	});

	it("reads every file with its media type", () => {
		const types = [...assets.files].map(([name, { mediaType }]) => `${name}: ${mediaType}`);
		expect(types).to.include.members([
			"swagger-ui.css: text/css; charset=utf-8",
			"swagger-ui-bundle.js: text/javascript; charset=utf-8",
			"favicon-32x32.png: image/png",
			"redoc.standalone.js: text/javascript; charset=utf-8"
		]);
	});

	it("gives the same files the same version", async () => {
		expect(assets.version).to.match(/^[0-9a-f]{12}$/);
		expect((await readAssets()).version).to.equal(assets.version);
	});

	it("takes the address of another host out of ReDoc, and gives its styles the nonce of the page", () => {
		const bundle = assets.files.get("redoc.standalone.js")!.bytes.toString("utf8");
		expect(bundle).to.not.include("cdn.redoc.ly");
		expect(bundle).to.include(".nc=document.currentScript.nonce");
	});
});
