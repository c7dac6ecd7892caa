/** Lets `import` find what is bundled; without a bundle it finds everything where it is. */
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { BUNDLE_FOLDER, findBundle, isCurrent, ROOT } from "./bundle-place.ts";

/** Has to be called before anything is imported that is in the bundle, or it would be there twice. */
export function useBundle(folder = BUNDLE_FOLDER): void {
	const bundle = findBundle(folder);
	if (!bundle) return;
	const urlOf = (file: string) => pathToFileURL(path.join(folder, file)).href;
	const packages = new Map(
		Object.entries(bundle.packages).map(([name, file]) => [name, urlOf(file)])
	);
	const modules = new Map(
		Object.entries(isCurrent(bundle) ? bundle.modules : {}).map(([name, file]) => [
			pathToFileURL(path.join(ROOT, name)).href,
			urlOf(file)
		])
	);
	registerHooks({
		resolve(specifier, context, next) {
			const url = isPackage(context.parentURL)
				? undefined
				: (packages.get(specifier) ?? modules.get(specifier));
			if (url === undefined) return next(specifier, context);
			return { url, format: "module", shortCircuit: true };
		}
	});
}

/** A package may ask for another version of what is bundled. */
function isPackage(url = "") {
	return url.includes("/node_modules/");
}
