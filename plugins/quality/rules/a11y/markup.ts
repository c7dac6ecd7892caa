/** Tables and colours: what is lost on those who hear a text, or see no colours. */
import type { Html, Table } from "mdast";
import { toString } from "mdast-util-to-string";
import { nodesOf } from "../../analysis/document.ts";
import { attributeOf, tagsOf } from "../../analysis/html.ts";
import { matchesIn } from "../matches.ts";
import { defineRule } from "../rule.ts";

export const tableHeader = defineRule({
	id: "a11y/table-header",
	version: 1,
	severity: "warning",
	title: "A table says what its columns hold",
	*check(_item, { document }) {
		for (const field of document.fields) {
			for (const table of nodesOf<Table>(field, "table")) {
				const cells = table.children[0]?.children ?? [];
				const empty = cells.filter(cell => toString(cell).trim() === "");
				// The corner above the names of rows may be empty.
				if (
					empty.length === 0 ||
					(empty.length === 1 && empty[0] === cells[0] && cells.length > 1)
				)
					continue;
				yield {
					field: field.name,
					start: table.position!.start.offset!,
					end: table.children[0]!.position!.end.offset!,
					message: "The table has columns without a heading",
					advice: "Name every column in the first row"
				};
			}
			for (const node of nodesOf<Html>(field, "html")) {
				const [table] = tagsOf(node.value, "table");
				if (
					!table ||
					/<th\b/i.test(node.value) ||
					attributeOf(table.tag, "role") === "presentation"
				)
					continue;
				yield {
					field: field.name,
					start: node.position!.start.offset!,
					end: node.position!.start.offset! + table.tag.length,
					message: "The table has no heading cells (th)",
					advice: "Name every column with th"
				};
			}
		}
	}
});

const COLOUR = "red|green|blue|yellow|orange|purple|pink|grey|gray|brown";
const BY_COLOUR = new RegExp(
	`\\b(?:(?:shown|marked|highlighted|written|printed|coloured|colored|indicated|displayed|listed) in (?:${COLOUR})|the (?:${COLOUR}) (?:text|words?|lines?|items?|ones?|entries|fields?|button|cells?|rows?|columns?|parts?|boxes|box|arrows?|areas?))\\b`,
	"gi"
);

export const colour = defineRule({
	id: "a11y/colour",
	version: 1,
	severity: "warning",
	title: "Nothing is told by colour alone",
	*check(_item, { document }) {
		for (const { field, start, end, text } of matchesIn(document, BY_COLOUR))
			yield {
				field,
				start,
				end,
				message: `"${text}" says nothing to those who do not see the colour`,
				advice: "Say it in words or by a sign too"
			};
		for (const field of document.fields)
			for (const node of nodesOf<Html>(field, "html"))
				for (const { tag, at } of tagsOf(node.value, "[a-z][a-z0-9]*")) {
					const styled = /(?:^|[;\s])(?:background-)?color\s*:/i.test(
						attributeOf(tag, "style") ?? ""
					);
					if (!styled && (!/^<font\b/i.test(tag) || attributeOf(tag, "color") === null))
						continue;
					const start = node.position!.start.offset! + at;
					yield {
						field: field.name,
						start,
						end: start + tag.length,
						message: "The colour is set here, whatever the reader's screen shows",
						advice: "Leave colours to the design; mark what matters by strong or by words"
					};
				}
	}
});
