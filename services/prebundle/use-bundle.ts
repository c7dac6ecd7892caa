/** Lets `import` find the bundled packages; without a bundle it finds them where they are installed. */
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { BUNDLE_FOLDER, findBundle } from "./bundle-place.ts";

/** Has to be called before a package is imported that is in the bundle, or it would be there twice. */
export function useBundle(folder = BUNDLE_FOLDER): void {
	const bundle = findBundle(folder);
	if (!bundle) return;
	const urls = new Map(
		Object.entries(bundle.files).map(([name, file]) => [
			name,
			pathToFileURL(path.join(folder, file)).href
		])
	);
	registerHooks({
		resolve(specifier, context, next) {
			const url = urls.get(specifier);
			if (url === undefined || isPackage(context.parentURL)) return next(specifier, context);
			return { url, format: "module", shortCircuit: true };
		}
	});
}

/** A package may ask for another version of what is bundled. */
function isPackage(url = "") {
	return url.includes("/node_modules/");
}
