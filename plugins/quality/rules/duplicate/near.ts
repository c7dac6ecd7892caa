/** Items that are much the same as others. */
import { defineRule } from "../rule.ts";

const SAME = 0.95;

export const nearDuplicate = defineRule({
	id: "duplicate/near",
	version: 1,
	severity: "warning",
	title: "No item repeats another",
	depends: true,
	*check(item, { similar }) {
		const [nearest, ...others] = similar;
		if (!nearest) return;
		const field = item.body?.trim() ? "body" : item.stem?.trim() ? "stem" : "title";
		const share = `${Math.round(nearest.similarity * 100)} %`;
		const more = others.length > 0 ? ` (and ${others.length} more)` : "";
		yield {
			field,
			start: 0,
			message:
				nearest.similarity >= SAME
					? `The same text as "${nearest.title}" (${nearest.id})${more}`
					: `Shares ${share} of its text with "${nearest.title}" (${nearest.id})${more}`,
			advice: "Reuse one of them in both places, or say here what differs"
		};
	}
});
