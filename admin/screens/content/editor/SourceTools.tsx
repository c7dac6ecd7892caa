/** The buttons above a source. */
import Campaign from "@mui/icons-material/Campaign";
import Code from "@mui/icons-material/Code";
import DataObject from "@mui/icons-material/DataObject";
import FormatBold from "@mui/icons-material/FormatBold";
import FormatItalic from "@mui/icons-material/FormatItalic";
import FormatListBulleted from "@mui/icons-material/FormatListBulleted";
import FormatListNumbered from "@mui/icons-material/FormatListNumbered";
import Functions from "@mui/icons-material/Functions";
import LinkIcon from "@mui/icons-material/Link";
import TableChart from "@mui/icons-material/TableChart";
import Title from "@mui/icons-material/Title";
import type { EditorView } from "@codemirror/view";
import { IconButton, Stack, Tooltip } from "@mui/material";
import type { SvgIconProps } from "@mui/material/SvgIcon";
import type { ComponentType } from "react";
import { useTranslate } from "react-admin";
import { insertBlock, prefixLines, wrap } from "./sourceCommands.ts";

interface Tool {
	name: string;
	Icon: ComponentType<SvgIconProps>;
	keys?: string;
	use: (view: EditorView) => void;
}

const TABLE = "| ¦ |  |\n| --- | --- |\n|  |  |";

const TOOLS: Tool[] = [
	{ name: "bold", Icon: FormatBold, keys: "Ctrl+B", use: view => wrap(view, "**") },
	{ name: "italic", Icon: FormatItalic, keys: "Ctrl+I", use: view => wrap(view, "*") },
	{ name: "code", Icon: Code, keys: "Ctrl+E", use: view => wrap(view, "`") },
	{ name: "link", Icon: LinkIcon, keys: "Ctrl+K", use: view => wrap(view, "[", "](https://)") },
	{ name: "heading", Icon: Title, use: view => prefixLines(view, () => "## ") },
	{ name: "bullets", Icon: FormatListBulleted, use: view => prefixLines(view, () => "- ") },
	{
		name: "numbers",
		Icon: FormatListNumbered,
		use: view => prefixLines(view, at => `${at + 1}. `)
	},
	{ name: "codeBlock", Icon: DataObject, use: view => insertBlock(view, "```python\n¦\n```") },
	{ name: "table", Icon: TableChart, use: view => insertBlock(view, TABLE) },
	{ name: "callout", Icon: Campaign, use: view => insertBlock(view, ":::note\n¦\n:::") },
	{ name: "formula", Icon: Functions, use: view => insertBlock(view, "$$\n¦\n$$") }
];

export function SourceTools({ view, label }: { view: () => EditorView | null; label: string }) {
	const translate = useTranslate();
	return (
		<Stack
			direction="row"
			role="toolbar"
			aria-label={translate("content.tools.label", { label })}
			sx={{ flexWrap: "wrap", px: 0.5, borderBottom: 1, borderColor: "divider" }}
		>
			{TOOLS.map(({ name, Icon, keys, use }) => {
				const title = translate(`content.tools.${name}`);
				return (
					<Tooltip key={name} title={keys ? `${title} (${keys})` : title}>
						<IconButton
							aria-label={title}
							onClick={() => {
								const open = view();
								if (open) use(open);
							}}
						>
							<Icon fontSize="small" />
						</IconButton>
					</Tooltip>
				);
			})}
		</Stack>
	);
}
