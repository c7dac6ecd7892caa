/** What a course or a module is called, what it is about, and who sees it; or a new module. */
import {
	Button,
	Checkbox,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	FormControlLabel,
	Stack,
	TextField
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../../api/http.ts";
import { Problem } from "../../../layout/Problem.tsx";
import type { Branch } from "./tree.ts";

interface DetailsDialogProps {
	/** Null for a new module. */
	branch: Branch | null;
	/** The course: a new module is seen by those who see it. */
	parent: Branch;
	onMade: (branch: Branch) => void;
	onClose: () => void;
}

export function DetailsDialog({ branch, parent, onMade, onClose }: DetailsDialogProps) {
	const translate = useTranslate();
	const client = useQueryClient();
	const {
		title: known = "",
		summary = "",
		published,
		shared
	} = branch ?? {
		published: parent.published,
		shared: parent.shared
	};
	const [fields, setFields] = useState({
		title: known,
		summary: summary ?? "",
		published,
		shared
	});
	const [problem, setProblem] = useState<unknown>(null);
	const [isBusy, setBusy] = useState(false);
	const save = async (event: FormEvent) => {
		event.preventDefault();
		setBusy(true);
		try {
			if (branch) await change(branch, fields);
			else onMade(await make(fields));
			onClose();
		} catch (error) {
			setProblem(error);
			setBusy(false);
		}
		await client.invalidateQueries({ queryKey: ["contentCollections"] });
	};
	return (
		<Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="details-title">
			<form onSubmit={event => void save(event)}>
				<DialogTitle id="details-title">
					{branch ? branch.title : translate("content.courses.addModule")}
				</DialogTitle>
				<DialogContent>
					<Stack sx={{ gap: 2, pt: 1 }}>
						{problem !== null && <Problem error={problem} />}
						<TextField
							autoFocus
							required
							label={translate("content.editor.title")}
							value={fields.title}
							onChange={({ target }) => setFields({ ...fields, title: target.value })}
							slotProps={{ htmlInput: { maxLength: 200 } }}
						/>
						<TextField
							multiline
							minRows={2}
							label={translate("content.courses.summary")}
							value={fields.summary}
							onChange={({ target }) =>
								setFields({ ...fields, summary: target.value })
							}
							slotProps={{ htmlInput: { maxLength: 1000 } }}
						/>
						{(["published", "shared"] as const).map(name => (
							<FormControlLabel
								key={name}
								control={
									<Checkbox
										size="small"
										checked={fields[name]}
										onChange={(_event, checked) =>
											setFields({ ...fields, [name]: checked })
										}
									/>
								}
								label={translate(`content.courses.${name}`)}
							/>
						))}
					</Stack>
				</DialogContent>
				<DialogActions>
					<Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
					<Button
						type="submit"
						variant="contained"
						disabled={isBusy || fields.title.trim() === ""}
					>
						{translate("ra.action.save")}
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}

type Details = Pick<Branch, "title" | "published" | "shared"> & { summary: string };

async function change({ id, rev }: Branch, { summary, ...fields }: Details): Promise<void> {
	await request(`/content/collections/${encodeURIComponent(id)}`, {
		method: "PATCH",
		headers: { "if-match": `"${rev}"` },
		body: { ...fields, summary: summary.trim() || null }
	});
}

async function make({ summary, ...fields }: Details): Promise<Branch> {
	const body = { kind: "module", ...fields, ...(summary.trim() && { summary }) };
	const made = await request<Branch>("/content/collections", { method: "POST", body });
	return made.body;
}
