/** Whether a text teaches what it promises, and whether that is asked for afterwards. */
import { plainText } from "../../analysis/document.ts";
import { keyTerms, shareOf, stemOf } from "../../analysis/terms.ts";
import { defineRule } from "../rule.ts";

/** So much of an objective's terms must come up. */
const LOWEST_SHARE = 0.4;

const PAIRED = /\b(?:compare|contrast|distinguish|differentiate|tell)\b/i;

export const objectives = defineRule({
	id: "structure/objectives",
	version: 1,
	severity: "warning",
	title: "Each objective is covered by the text and by a question",
	kinds: ["lesson", "article"],
	depends: true,
	*check(item, { document, assessments }) {
		const body = document.field("body");
		const taught = stems(`${item.title ?? ""} ${plainText(body)} ${body?.source ?? ""}`);
		const asked = assessments && stems(assessments.join("\n"));
		for (const [at, objective] of (item.objectives ?? []).entries()) {
			if (!objective.trim()) continue;
			const field = `objectives[${at}]`;
			if (!isCovered(objective, taught))
				yield {
					field,
					message: `The text does not teach "${objective}"`,
					advice: "Teach it, or take the objective away"
				};
			else if (asked && asked.size > 0 && !isCovered(objective, asked))
				yield {
					field,
					severity: "info",
					message: `No question asks for "${objective}"`,
					advice: "Add a question for it"
				};
		}
	}
});

function isCovered(objective: string, text: ReadonlySet<string>) {
	const terms = keyTerms(objective);
	if (terms.length === 0) return true;
	// Who compares two things must speak of both.
	if (PAIRED.test(objective) && terms.length === 2) return shareOf(terms, text) === 1;
	return shareOf(terms, text) >= LOWEST_SHARE;
}

function stems(text: string): ReadonlySet<string> {
	return new Set(
		text
			.toLowerCase()
			.split(/[^\p{L}\p{N}+#]+/u)
			.map(stemOf)
	);
}
