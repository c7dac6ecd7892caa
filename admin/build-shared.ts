/**
 * What the console shares with the pages of plugins: its own React and the facade, as entries of its build with
 * an import map in its page, so that there is one copy of each.
 */
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);

/** What a page imports, and the entry of the build that gives it. */
const ENTRIES: Record<string, string> = {
	react: "shared-react",
	"react/jsx-runtime": "shared-jsx",
	"lyceum/console": "facade"
};

export const SHARED: Record<string, string> = {
	"shared-react": "virtual:shared/react",
	"shared-jsx": "virtual:shared/react/jsx-runtime",
	facade: path.join(import.meta.dirname, "facade/index.ts")
};

const PREFIX = "virtual:shared/";

/** Makes modules that export all that React does, and the map that leads to them. */
export function giveShared(nonce: string): Plugin {
	return {
		name: "give-shared",
		resolveId: id => (id.startsWith(PREFIX) ? `\0${id}` : null),
		load: id => (id.startsWith(`\0${PREFIX}`) ? exportsOf(id.slice(PREFIX.length + 1)) : null),
		transformIndexHtml: {
			order: "post",
			handler(_html, { bundle = {} }) {
				const imports = Object.fromEntries(
					Object.entries(ENTRIES).map(([specifier, entry]) => {
						const chunk = Object.values(bundle).find(
							one => one.type === "chunk" && one.isEntry && one.name === entry
						);
						if (!chunk) throw new Error(`The build has no entry ${entry}`);
						return [specifier, `/admin/${chunk.fileName}`];
					})
				);
				return [
					{
						tag: "script",
						attrs: { type: "importmap", nonce },
						children: JSON.stringify({ imports }),
						injectTo: "head-prepend"
					}
				];
			}
		}
	};
}

/** React is no ES module: its exports are named one by one. */
function exportsOf(specifier: string): string {
	const names = Object.keys(require(specifier) as object).filter(name =>
		/^[A-Za-z]\w*$/.test(name)
	);
	return `import * as all from ${JSON.stringify(specifier)};
const shared = all.default ?? all;
export default shared;
export const { ${names.join(", ")} } = shared;
`;
}
