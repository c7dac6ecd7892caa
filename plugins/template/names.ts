/** The forms of a plugin's name, from `study-notes`: for folders, code, errors and people. */

/** Which plural each ending stands for, the longest first: `stories` → `story`, `boxes` → `box`. */
const SINGULARS: [ending: RegExp, singular: string][] = [
	[/([^aeiou])ies$/, "$1y"],
	[/(ss|x|z|ch|sh)es$/, "$1"],
	[/(ss|us|is)$/, "$1"],
	[/s$/, ""]
];

/** Every form, the plural ones first; the same place means the same form for two names. */
export function formsOf(name: string): string[] {
	return [name, singularOf(name)].flatMap(kebab => [
		kebab,
		camel(kebab),
		pascalOf(kebab),
		kebab.replaceAll("-", "_").toUpperCase(),
		words(kebab),
		capital(words(kebab))
	]);
}

/** `study-notes` → `study-note`; a word that is no plural stays as it is. */
export function singularOf(name: string): string {
	const [ending, singular] = SINGULARS.find(([pattern]) => pattern.test(name)) ?? [/$/, ""];
	return name.replace(ending, singular);
}

/** `study-note` → `StudyNote`. */
export function pascalOf(name: string): string {
	return capital(camel(name));
}

/** Replaces each form of one name by the same form of another. */
export function rename(text: string, from: string, to: string): string {
	const target = formsOf(to);
	const pairs = new Map(formsOf(from).map((form, index) => [form, target[index]!]));
	// Longer forms first, so that the plural is not taken for its singular.
	const forms = [...pairs.keys()].sort((a, b) => b.length - a.length);
	return text.replace(new RegExp(forms.join("|"), "g"), form => pairs.get(form)!);
}

function camel(kebab: string) {
	return kebab.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());
}

function words(kebab: string) {
	return kebab.replaceAll("-", " ");
}

function capital(text: string) {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
