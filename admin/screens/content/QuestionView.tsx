/** A question as it is shown: with its key for those who write it, without for those who take it. */
import Check from "@mui/icons-material/Check";
import Close from "@mui/icons-material/Close";
import { Box, Chip, Stack, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import type { Attachment, ItemText, Option } from "./item.ts";
import { Markdown } from "./Markdown.tsx";

type Question = ItemText & { choices?: string[]; matches?: string[] };

interface QuestionViewProps {
	question: Question;
	/** False for what learners see. */
	showsKey: boolean;
	mark?: (field: string) => (html: string) => string;
}

export function QuestionView({ question, showsKey, mark }: QuestionViewProps) {
	const translate = useTranslate();
	const { questionType, stem, explanation } = question;
	const attachments = question.attachments ?? [];
	return (
		<Stack sx={{ gap: 2 }}>
			<Markdown text={stem} field="stem" attachments={attachments} mark={mark?.("stem")} />
			<Typography variant="body2" color="textSecondary">
				{translate(`content.questionTypes.${questionType}`)}
			</Typography>
			{showsKey ? <Key question={question} /> : <Choices question={question} />}
			{showsKey && explanation && (
				<Box>
					<Typography variant="h3" sx={{ mb: 0.5 }}>
						{translate("content.question.explanation")}
					</Typography>
					<Markdown
						text={explanation}
						field="explanation"
						attachments={attachments}
						mark={mark?.("explanation")}
					/>
				</Box>
			)}
		</Stack>
	);
}

function Key({ question }: { question: Question }) {
	const translate = useTranslate();
	const { questionType, options, pairs, answer, exerciseId, attachments } = question;
	switch (questionType) {
		case "single":
		case "multiple":
		case "ordering":
			return (
				<Options
					options={options ?? []}
					isOrdered={questionType === "ordering"}
					attachments={attachments ?? []}
				/>
			);
		case "matching":
			return (
				<Stack component="ul" sx={{ m: 0, p: 0, gap: 1, listStyle: "none" }}>
					{(pairs ?? []).map(({ left, right, note }, at) => (
						<Box component="li" key={at}>
							<Stack direction="row" sx={{ gap: 1, alignItems: "baseline" }}>
								<Markdown inline text={left} />
								<span aria-hidden>↔</span>
								<Markdown inline text={right} />
							</Stack>
							<Note text={note} />
						</Box>
					))}
				</Stack>
			);
		case "numeric":
			return (
				<Typography>
					{translate("content.question.numericKey", {
						value: answer?.value ?? "–",
						unit: answer?.unit ?? "",
						tolerance: answer?.tolerance ?? 0
					})}
				</Typography>
			);
		case "text":
			return (
				<Stack direction="row" sx={{ gap: 0.5, flexWrap: "wrap" }}>
					{(answer?.accepted ?? []).map(text => (
						<Chip key={text} size="small" label={text} />
					))}
				</Stack>
			);
		default:
			return <Typography>{exerciseId ?? "–"}</Typography>;
	}
}

interface OptionsProps {
	options: Option[];
	isOrdered: boolean;
	attachments: Attachment[];
}

function Options({ options, isOrdered, attachments }: OptionsProps) {
	const translate = useTranslate();
	return (
		<Stack component={isOrdered ? "ol" : "ul"} sx={{ m: 0, p: 0, gap: 1, listStyle: "none" }}>
			{options.map(({ text, correct = false, note }, at) => (
				<Box
					component="li"
					key={at}
					sx={{
						border: 1,
						borderColor: correct && !isOrdered ? "success.main" : "divider",
						borderRadius: 1,
						px: 1.5,
						py: 1
					}}
				>
					<Stack direction="row" sx={{ gap: 1 }}>
						{isOrdered ? (
							<Typography color="textSecondary">{at + 1}.</Typography>
						) : correct ? (
							<Check
								fontSize="small"
								color="success"
								titleAccess={translate("content.question.right")}
							/>
						) : (
							<Close
								fontSize="small"
								color="disabled"
								titleAccess={translate("content.question.wrong")}
							/>
						)}
						<Box sx={{ minWidth: 0 }}>
							<Markdown inline text={text} attachments={attachments} />
							<Note text={note} />
						</Box>
					</Stack>
				</Box>
			))}
		</Stack>
	);
}

function Note({ text }: { text: string | null | undefined }) {
	if (!text) return null;
	return (
		<Box sx={{ color: "text.secondary" }}>
			<Markdown inline text={text} />
		</Box>
	);
}

/** What learners choose from, in the order that tells nothing. */
function Choices({ question }: { question: Question }) {
	const { choices = [], matches = [] } = question;
	return (
		<Stack direction="row" sx={{ gap: 3, flexWrap: "wrap" }}>
			{[choices, matches].map((texts, column) => (
				<Stack
					key={column}
					component="ul"
					sx={{ m: 0, p: 0, gap: 1, listStyle: "none", flexGrow: 1 }}
				>
					{texts.map((text, at) => (
						<Box
							component="li"
							key={at}
							sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1 }}
						>
							<Markdown inline text={text} />
						</Box>
					))}
				</Stack>
			))}
		</Stack>
	);
}
