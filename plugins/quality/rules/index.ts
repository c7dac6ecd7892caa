/** The rules of this plugin. */
import { altText } from "./a11y/images.ts";
import { linkText } from "./a11y/links.ts";
import { colour, tableHeader } from "./a11y/markup.ts";
import { codeLanguage, codeSyntax } from "./code/syntax.ts";
import { nearDuplicate } from "./duplicate/near.ts";
import { brokenLink } from "./link/broken.ts";
import { aims, level, licence, source, title } from "./meta/meta.ts";
import { staleDate } from "./meta/stale-date.ts";
import { allOfTheAbove, complexOptions, noneOfTheAbove } from "./question/combined-options.ts";
import { duplicateOptions } from "./question/duplicate-options.ts";
import { grammarCue } from "./question/grammar-cue.ts";
import { fewOptions, keyMissing, severalKeys } from "./question/keys.ts";
import { absoluteTerms, longestKey } from "./question/longest-key.ts";
import { negativeStem } from "./question/negative-stem.ts";
import { noExplanation, vagueStem } from "./question/stem.ts";
import type { Rule } from "./rule.ts";
import { unsafeHtml } from "./safety/html.ts";
import { personalData } from "./safety/personal-data.ts";
import { secret } from "./safety/secret.ts";
import { emptySection, headingOrder, singleTitle } from "./structure/headings.ts";
import { emptyBody, length, longParagraph } from "./structure/length.ts";
import { objectives } from "./structure/objectives.ts";
import { inclusive } from "./text/inclusive.ts";
import { readability } from "./text/readability.ts";
import { spelling } from "./text/spelling.ts";
import { longSentence, placeholder, repeatedWord } from "./text/style.ts";

export const RULES: readonly Rule[] = [
	readability,
	spelling,
	inclusive,
	repeatedWord,
	longSentence,
	placeholder,
	headingOrder,
	singleTitle,
	emptySection,
	objectives,
	length,
	longParagraph,
	emptyBody,
	brokenLink,
	altText,
	linkText,
	tableHeader,
	colour,
	nearDuplicate,
	allOfTheAbove,
	noneOfTheAbove,
	complexOptions,
	longestKey,
	negativeStem,
	vagueStem,
	grammarCue,
	duplicateOptions,
	noExplanation,
	keyMissing,
	severalKeys,
	fewOptions,
	absoluteTerms,
	codeSyntax,
	codeLanguage,
	licence,
	source,
	level,
	aims,
	title,
	staleDate,
	secret,
	personalData,
	unsafeHtml
];
