/** Reads the tags of HTML that stands in Markdown, one by one: pieces of it are rarely whole. */
export interface Tag {
	tag: string;
	name: string;
	at: number;
}

/** Returns the opening tags of the given names (`"img|area"`), with where they stand. */
export function tagsOf(html: string, names: string): Tag[] {
	const pattern = new RegExp(`<(${names})\\b(?:"[^"]*"|'[^']*'|[^>"'])*>`, "gi");
	return Array.from(html.matchAll(pattern), match => ({
		tag: match[0],
		name: match[1]!.toLowerCase(),
		at: match.index
	}));
}

/** Returns an attribute's value, "" when it has none, null when it is not there. */
export function attributeOf(tag: string, name: string): string | null {
	const pattern = new RegExp(
		`\\s${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+)))?(?=[\\s/>])`,
		"i"
	);
	const match = pattern.exec(tag);
	return match && (match[1] ?? match[2] ?? match[3] ?? "");
}
