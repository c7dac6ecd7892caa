/** The text as it will be shown, while it is written. */
import { Box, Stack, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import type { ItemText } from "../item.ts";
import { Markdown } from "../Markdown.tsx";
import { QuestionView } from "../QuestionView.tsx";

export function Preview({ text }: { text: ItemText }) {
	const translate = useTranslate();
	const { title, body, kind } = text;
	const isEmpty = !body?.trim() && !text.stem?.trim();
	return (
		<Box>
			<Typography variant="h2" sx={{ mb: 1.5 }}>
				{title}
			</Typography>
			{isEmpty && (
				<Typography color="textSecondary">{translate("content.editor.empty")}</Typography>
			)}
			<Stack sx={{ gap: 2 }}>
				<Markdown text={body} attachments={text.attachments ?? []} />
				{kind === "question" && <QuestionView question={text} showsKey />}
			</Stack>
		</Box>
	);
}
