/** The fenced blocks of a Markdown text. */

export interface Block {
	language: string;
	/** What stands behind the language. */
	info: string;
	code: string;
}

export function readBlocks(markdown: string): Block[] {
	return [...markdown.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
		([, language, info, code]) => ({ language: language!, info: info!.trim(), code: code! })
	);
}
