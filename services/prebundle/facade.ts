/** The module that stands in a package's place: it exports what `import` finds in the package, by the same names. */

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What Node calls the whole of a CommonJS module. */
const WHOLE = "module.exports";

/** Gives the facade's source. A bundler does not see the names that Node finds in CommonJS, so that they are listed. */
export async function facadeOf(specifier: string): Promise<string> {
	const found = (await import(specifier)) as Record<string, unknown>;
	const names = Object.keys(found).filter(name => name !== WHOLE);
	const wrong = names.filter(name => !NAME.test(name));
	if (wrong.length > 0) throw new Error(`${specifier} exports ${wrong.join(", ")}`);
	const source = JSON.stringify(specifier);
	return WHOLE in found
		? commonJs(
				source,
				names.filter(name => name !== "default")
			)
		: `export { ${names.join(", ")} } from ${source};`;
}

function commonJs(source: string, names: string[]) {
	const named = names.map(
		(name, index) => `const $${index} = whole.${name};\nexport { $${index} as ${name} };`
	);
	return [
		`import whole from ${source};`,
		`export { whole as default, whole as ${JSON.stringify(WHOLE)} };`,
		...named
	].join("\n");
}
