/** Flaws of the text that asks. */
import { keyTerms } from "../../analysis/terms.ts";
import { defineRule } from "../rule.ts";
import { choicesOf, stemOfQuestion } from "./choices.ts";

export const vagueStem = defineRule({
	id: "question/vague-stem",
	version: 2,
	severity: "warning",
	title: "The stem says what is asked, also without the options",
	kinds: ["question"],
	*check(item) {
		const { field, text } = stemOfQuestion(item);
		const plain = text.replace(/[*_`]/g, "").trim();
		if (plain === "") {
			yield { field: "stem", message: "There is no question", advice: "Write the question" };
			return;
		}
		const unfocused =
			/^which (?:one )?(?:of (?:the following|these|the below))?\s*(?:statements?|options?|answers?|sentences?)?\s*(?:is|are)\s+(?:\*?not\*?\s+)?(?:true|correct|right|false|incorrect|wrong)\s*\??:?$/i.test(
				plain
			) ||
			(choicesOf(item).length > 0 &&
				keyTerms(plain).length === 0 &&
				!text.includes("```") &&
				!text.includes("`"));
		if (unfocused)
			yield {
				field,
				start: 0,
				message: "The question says nothing of its subject",
				advice: "Say in the stem what it is about, so that it could be answered without the options"
			};
	}
});

const EMPTY_EXPLANATION =
	/^(?:[\s.\-–—_?]*|n\/?a|none|no explanation|todo|tbd|tbc|to be (?:written|added|done)|add (?:an )?explanation(?: here)?|explanation(?: here)?|see (?:above|below|book|lesson|notes|slides)|siehe (?:oben|unten|buch|lektion|skript|folien)|keine(?: erklärung)?|erklärung(?: folgt)?|folgt|offensichtlich|selbsterklärend|richtig|-+|because|because it is|obvious(?:ly)?|self[- ]explanatory|correct|right|lorem ipsum.*|\.{2,}|…|xxx+)[.!]*$/i;
/** Says which answer is right and not why. */
const BARE_ANSWER =
	/^(?:die )?(?:richtige |korrekte )?(?:antwort|lösung)(?: ist| lautet|:)?\s*\(?(?:[a-h]|[1-8])\)?(?: ist (?:richtig|korrekt))?\.?$|^(?:the )?(?:correct |right )?(?:answer|option|choice|key)(?: is| =|:)?\s*\(?(?:[a-h]|[1-8])\)?\.?$|^\(?[a-h]\)?(?: is (?:the )?(?:correct|right)(?: answer)?)?[.]?$/i;

export const noExplanation = defineRule({
	id: "question/no-explanation",
	version: 2,
	severity: "warning",
	title: "A question explains its answer",
	kinds: ["question"],
	*check(item) {
		const given = (item.explanation ?? "").replace(/[*_`>#]/g, "").trim();
		const key = choicesOf(item).find(({ correct }) => correct)?.text;
		const repeats =
			key !== undefined &&
			key !== "" &&
			given.toLowerCase().replace(/[.!]$/, "") === key.toLowerCase().replace(/[.!]$/, "");
		if (!EMPTY_EXPLANATION.test(given) && !BARE_ANSWER.test(given) && !repeats) return;
		yield {
			field: "explanation",
			message: given ? `"${given}" explains nothing` : "There is no explanation",
			advice: "Say why the right answer is right, and what is wrong with the others"
		};
	}
});
