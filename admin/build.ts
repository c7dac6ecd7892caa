/**
 * Builds the console into the folder that is given, with Vite. Tells on standard output how many modules it
 * has been through; the kernel runs it as a child and shows that.
 */
import { createRequire } from "node:module";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { build, type Plugin } from "vite";
import { giveShared, SHARED } from "./build-shared.ts";

/** The kernel puts the nonce of each response in its place. */
const NONCE_MARK = "LYCEUM-NONCE";

const TELL_EVERY_MS = 200;

const [, , folder] = process.argv;
if (folder === undefined) throw new Error("The folder to build into is missing");

/** The browser's part of Socket.IO comes with the server's, so that both are of one version. */
const socketClient = path.join(
	path.dirname(createRequire(import.meta.url).resolve("socket.io/package.json")),
	"client-dist/socket.io.esm.min.js"
);

await build({
	root: import.meta.dirname,
	configFile: false,
	envDir: false,
	base: "/admin/",
	logLevel: "warn",
	plugins: [react(), giveShared(NONCE_MARK), tellProgress()],
	resolve: { alias: { "socket.io-client": socketClient } },
	html: { cspNonce: NONCE_MARK },
	build: {
		outDir: path.resolve(folder),
		emptyOutDir: true,
		manifest: true,
		target: "es2023",
		assetsInlineLimit: 0,
		reportCompressedSize: false,
		chunkSizeWarningLimit: 2000,
		rolldownOptions: {
			input: { index: path.join(import.meta.dirname, "index.html"), ...SHARED },
			// Pages import what these export.
			preserveEntrySignatures: "exports-only"
		}
	}
});

/** Prints the number of modules now and then. */
function tellProgress(): Plugin {
	let modules = 0;
	let toldAt = 0;
	return {
		name: "tell-progress",
		moduleParsed() {
			modules++;
			if (Date.now() - toldAt < TELL_EVERY_MS) return;
			toldAt = Date.now();
			console.log(modules);
		}
	};
}
