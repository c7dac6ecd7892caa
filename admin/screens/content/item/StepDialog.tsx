/** Asks for the words that go with a step; who gives something back has to say why. */
import {
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	Stack,
	TextField
} from "@mui/material";
import { useState, type FormEvent } from "react";
import {
	AutocompleteArrayInput,
	Form,
	ReferenceArrayInput,
	useTranslate,
	type RaRecord
} from "react-admin";
import { useScreen } from "../../../api/screens.ts";
import { Problem } from "../../../layout/Problem.tsx";
import type { ListFilter } from "../../../providers/filterQuery.ts";
import type { Item } from "../item.ts";
import type { StepName } from "./steps.ts";
import { useTakeStep } from "./useTakeStep.ts";

interface StepDialogProps {
	item: Item;
	step: Exclude<StepName, "publish">;
	onClose: () => void;
}

export function StepDialog({ item, step, onClose }: StepDialogProps) {
	const translate = useTranslate();
	const take = useTakeStep(item);
	const [comment, setComment] = useState("");
	const [reviewers, setReviewers] = useState<string[]>(item.reviewers ?? []);
	const [problem, setProblem] = useState<unknown>(null);
	const [isBusy, setBusy] = useState(false);
	const needsWords = step === "reject";
	const go = async (event: FormEvent) => {
		event.preventDefault();
		setBusy(true);
		try {
			await take(step, {
				...(comment.trim() && { comment }),
				...(step === "submit" && { reviewers })
			});
			onClose();
		} catch (error) {
			setProblem(error);
			setBusy(false);
		}
	};
	return (
		<Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="step-title">
			<DialogTitle id="step-title">
				{translate(`content.steps.ask.${step}`, { title: item.title })}
			</DialogTitle>
			<DialogContent>
				<Stack sx={{ gap: 2, pt: 1 }}>
					{problem !== null && <Problem error={problem} />}
					{step === "submit" && <Reviewers ids={reviewers} onChange={setReviewers} />}
					<TextField
						autoFocus
						multiline
						minRows={3}
						required={needsWords}
						label={translate(
							needsWords ? "content.steps.reason" : "content.steps.comment"
						)}
						value={comment}
						onChange={({ target }) => setComment(target.value)}
						slotProps={{ htmlInput: { maxLength: 2000 } }}
					/>
				</Stack>
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
				<Button
					variant="contained"
					color={step === "reject" || step === "archive" ? "error" : "primary"}
					disabled={isBusy || (needsWords && comment.trim() === "")}
					onClick={event => void go(event)}
				>
					{translate(`content.steps.${step}`)}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

interface ReviewersProps {
	ids: string[];
	onChange: (ids: string[]) => void;
}

/** Who shall look at it; whoever may not see the users asks everybody whom it is shared with. */
function Reviewers({ ids, onChange }: ReviewersProps) {
	const translate = useTranslate();
	const users = useScreen("users");
	if (!users) return null;
	const filterToQuery = (text: string): ListFilter =>
		text ? { where: [{ field: users.title, operator: "contains", value: text }] } : {};
	return (
		<Form defaultValues={{ reviewers: ids }}>
			<ReferenceArrayInput source="reviewers" reference="users" perPage={20}>
				<AutocompleteArrayInput
					fullWidth
					label={translate("content.steps.reviewers")}
					helperText={translate("content.steps.reviewersHelp")}
					optionText={(user: RaRecord) =>
						String(user[users.title] ?? user.email ?? user.id)
					}
					filterToQuery={filterToQuery}
					onChange={chosen => onChange(chosen as string[])}
				/>
			</ReferenceArrayInput>
		</Form>
	);
}
