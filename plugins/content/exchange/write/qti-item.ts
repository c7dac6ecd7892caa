/** A question as a QTI 2.1 item: what other systems read; Markdown stays Markdown, a paragraph each. */
import type { Option } from "../../item.ts";
import type { FiledContent } from "../parsed.ts";
import { element, type Node } from "./xml.ts";

const NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1";
const RESPONSE = "RESPONSE";
const MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct";
const FEEDBACK = "FEEDBACK";

type Interaction = { declaration: Node; interaction: Node };

/** The question types that QTI has an interaction for. */
export function isQtiQuestion({ kind, questionType }: FiledContent): boolean {
	return kind === "question" && questionType !== undefined && questionType !== "code";
}

export function toQtiItem(content: FiledContent, identifier: string): Node {
	const { declaration, interaction } = interactionOf(content);
	return element(
		"assessmentItem",
		{
			xmlns: NAMESPACE,
			identifier,
			title: content.title ?? identifier,
			adaptive: "false",
			timeDependent: "false",
			"xml:lang": content.language ?? "en"
		},
		declaration,
		outcome("SCORE", "float"),
		outcome(FEEDBACK, "identifier"),
		element(
			"itemBody",
			{},
			element("div", { class: "markdown" }, ...paragraphs(content.stem ?? "")),
			interaction
		),
		element("responseProcessing", { template: MATCH }),
		content.explanation !== undefined &&
			element(
				"modalFeedback",
				{ outcomeIdentifier: FEEDBACK, identifier: "EXPLANATION", showHide: "show" },
				...paragraphs(content.explanation)
			)
	);
}

/** A paragraph of Markdown each, so that they come back as they were. */
export function paragraphs(markdown: string): Node[] {
	return markdown.split("\n\n").map(text => element("p", {}, text));
}

function interactionOf(content: FiledContent): Interaction {
	const { questionType, options = [] } = content;
	switch (questionType) {
		case "ordering":
			return {
				declaration: response("ordered", "identifier", options.map(nameOf)),
				interaction: element(
					"orderInteraction",
					{ responseIdentifier: RESPONSE, shuffle: "true" },
					...options.map(choice)
				)
			};
		case "matching":
			return matchInteraction(content);
		case "numeric":
		case "text":
			return textInteraction(content);
		default:
			return choiceInteraction(content);
	}
}

function choiceInteraction({ questionType, options = [] }: FiledContent): Interaction {
	const single = questionType === "single";
	const keys = options.flatMap((option, index) =>
		option.correct ? [nameOf(option, index)] : []
	);
	return {
		declaration: response(single ? "single" : "multiple", "identifier", keys),
		interaction: element(
			"choiceInteraction",
			{ responseIdentifier: RESPONSE, shuffle: "false", maxChoices: single ? 1 : 0 },
			...options.map(choice)
		)
	};
}

function matchInteraction({ pairs = [] }: FiledContent): Interaction {
	const side = (prefix: string, texts: [string, string | undefined][]) =>
		element(
			"simpleMatchSet",
			{},
			...texts.map(([text, note], index) =>
				element(
					"simpleAssociableChoice",
					{ identifier: `${prefix}${index + 1}`, matchMax: 1 },
					element("p", {}, text),
					note !== undefined && feedback(`${prefix}${index + 1}`, note)
				)
			)
		);
	const keys = pairs.map((_pair, index) => `L${index + 1} R${index + 1}`);
	return {
		declaration: response("multiple", "directedPair", keys),
		interaction: element(
			"matchInteraction",
			{ responseIdentifier: RESPONSE, shuffle: "true", maxAssociations: pairs.length },
			side(
				"L",
				pairs.map(({ left, note }) => [left, note])
			),
			side(
				"R",
				pairs.map(({ right }) => [right, undefined])
			)
		)
	};
}

function textInteraction({ questionType, answer = {} }: FiledContent): Interaction {
	const numeric = questionType === "numeric";
	const values = numeric
		? answer.value === undefined
			? []
			: [String(answer.value)]
		: (answer.accepted ?? []);
	const mapping =
		!numeric &&
		element(
			"mapping",
			{ defaultValue: 0 },
			...values.map(value =>
				element("mapEntry", {
					mapKey: value,
					mappedValue: 1,
					caseSensitive: String(answer.caseSensitive ?? false)
				})
			)
		);
	return {
		declaration: response("single", numeric ? "float" : "string", values.slice(0, 1), mapping),
		interaction: element(
			"p",
			{},
			"",
			element("textEntryInteraction", { responseIdentifier: RESPONSE })
		)
	};
}

function response(
	cardinality: string,
	baseType: string,
	values: string[],
	mapping: Node | false = false
): Node {
	return element(
		"responseDeclaration",
		{ identifier: RESPONSE, cardinality, baseType },
		values.length > 0 &&
			element("correctResponse", {}, ...values.map(value => element("value", {}, value))),
		mapping
	);
}

function outcome(identifier: string, baseType: string): Node {
	return element("outcomeDeclaration", { identifier, cardinality: "single", baseType });
}

function choice(option: Option, index: number): Node {
	const identifier = nameOf(option, index);
	return element(
		"simpleChoice",
		{ identifier },
		element("p", {}, option.text),
		option.note !== undefined && feedback(identifier, option.note)
	);
}

function feedback(identifier: string, note: string): Node {
	return element(
		"feedbackInline",
		{ outcomeIdentifier: FEEDBACK, identifier, showHide: "show" },
		note
	);
}

function nameOf(_option: Option, index: number) {
	return `C${index + 1}`;
}
