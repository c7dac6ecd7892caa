/** A new item: what it is and what it is called; everything else comes in the editor. */
import {
	Box,
	Button,
	Card,
	CardContent,
	MenuItem,
	Stack,
	TextField,
	Typography
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useRedirect, useTranslate } from "react-admin";
import { request } from "../../../api/http.ts";
import { Back } from "../../../layout/Back.tsx";
import { Page } from "../../../layout/Page.tsx";
import { useSaveErrors } from "../../../generic/edit/useSaveErrors.ts";
import { KINDS, QUESTION_TYPES, type Item, type Kind, type QuestionType } from "../item.ts";
import { KindIcon } from "../Marks.tsx";
import { withMessages } from "../withMessages.tsx";

export const ItemCreate = withMessages(function ItemCreate() {
	const translate = useTranslate();
	const redirect = useRedirect();
	const client = useQueryClient();
	const tellProblems = useSaveErrors();
	const [kind, setKind] = useState<Kind>("lesson");
	const [title, setTitle] = useState("");
	const [questionType, setQuestionType] = useState<QuestionType>("single");
	const [isBusy, setBusy] = useState(false);
	const create = async (event: FormEvent) => {
		event.preventDefault();
		setBusy(true);
		try {
			const body = { kind, title, ...(kind === "question" && { questionType }) };
			const made = await request<Item>("/content", { method: "POST", body });
			void client.invalidateQueries({ queryKey: ["content", "library"] });
			redirect("edit", "content", made.body.id);
		} catch (error) {
			tellProblems(error);
			setBusy(false);
		}
	};
	return (
		<Page
			title={translate("content.create.title")}
			over={<Back to="/content" label={translate("content.library.title")} />}
		>
			<Card sx={{ maxWidth: 760 }}>
				<CardContent component="form" onSubmit={event => void create(event)}>
					<Stack sx={{ gap: 2.5 }}>
						<KindChoice kind={kind} onChoose={setKind} />
						{kind === "question" && (
							<TextField
								select
								label={translate("content.question.type")}
								value={questionType}
								onChange={({ target }) =>
									setQuestionType(target.value as QuestionType)
								}
							>
								{QUESTION_TYPES.map(type => (
									<MenuItem key={type} value={type}>
										{translate(`content.questionTypes.${type}`)}
									</MenuItem>
								))}
							</TextField>
						)}
						<TextField
							autoFocus
							required
							label={translate("content.editor.title")}
							value={title}
							onChange={({ target }) => setTitle(target.value)}
							slotProps={{ htmlInput: { maxLength: 200 } }}
						/>
						<div>
							<Button
								type="submit"
								variant="contained"
								disabled={isBusy || title.trim() === ""}
							>
								{translate("content.create.begin")}
							</Button>
						</div>
					</Stack>
				</CardContent>
			</Card>
		</Page>
	);
});

interface KindChoiceProps {
	kind: Kind;
	onChoose: (kind: Kind) => void;
}

function KindChoice({ kind, onChoose }: KindChoiceProps) {
	const translate = useTranslate();
	return (
		<Box component="fieldset" sx={{ border: 0, m: 0, p: 0 }}>
			<Typography component="legend" variant="subtitle2" sx={{ mb: 1 }}>
				{translate("content.create.kind")}
			</Typography>
			<Box
				sx={{
					display: "grid",
					gap: 1,
					gridTemplateColumns: "repeat(auto-fill, minmax(190px, 1fr))"
				}}
			>
				{KINDS.map(one => (
					<Button
						key={one}
						variant="outlined"
						color={one === kind ? "primary" : "inherit"}
						aria-pressed={one === kind}
						onClick={() => onChoose(one)}
						sx={{
							justifyContent: "flex-start",
							textAlign: "start",
							gap: 1,
							p: 1.25,
							borderWidth: one === kind ? 2 : 1,
							borderColor: one === kind ? "primary.main" : "divider"
						}}
					>
						<KindIcon kind={one} color={one === kind ? "primary" : "action"} />
						<span>
							{translate(`content.kinds.${one}`)}
							<Typography
								variant="body2"
								component="span"
								color="textSecondary"
								sx={{ display: "block" }}
							>
								{translate(`content.create.${one}`)}
							</Typography>
						</span>
					</Button>
				))}
			</Box>
		</Box>
	);
}
