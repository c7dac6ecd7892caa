/** One field of many documents gets one value. */
import {
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	MenuItem,
	Stack,
	TextField
} from "@mui/material";
import { useState } from "react";
import { Form, useTranslate } from "react-admin";
import { InputOf } from "../inputs/InputOf.tsx";
import { kindOf } from "../kinds.ts";
import { useLabel } from "../labels.ts";
import { useResourceScreen } from "../useResourceScreen.ts";

interface BulkEditDialogProps {
	count: number;
	onSave: (set: Record<string, unknown>) => void;
	onClose: () => void;
}

/** What is the same for many is short. */
const KINDS = ["text", "number", "boolean", "choice", "date", "tags", "choices", "reference"];

export function BulkEditDialog({ count, onSave, onClose }: BulkEditDialogProps) {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const label = useLabel(screen);
	const fields = Object.entries(screen.update?.properties ?? {}).filter(
		([field, own]) => field !== "rev" && KINDS.includes(kindOf(own))
	);
	const preferred = fields.find(([, own]) => kindOf(own) === "choice") ?? fields[0];
	const [field, setField] = useState(preferred?.[0] ?? "");
	const schema = screen.update?.properties?.[field] ?? {};
	return (
		<Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="bulk-title">
			<Form
				key={field}
				onSubmit={(values: Record<string, unknown>) =>
					onSave({ [field]: emptied(values[field]) })
				}
				record={{}}
			>
				<DialogTitle id="bulk-title">
					{translate("lyceum.bulk.title", { smart_count: count })}
				</DialogTitle>
				<DialogContent>
					<Stack sx={{ gap: 1, pt: 1 }}>
						<TextField
							select
							size="small"
							label={translate("lyceum.filters.field")}
							value={field}
							onChange={event => setField(event.target.value)}
						>
							{fields.map(([name]) => (
								<MenuItem key={name} value={name}>
									{label(name)}
								</MenuItem>
							))}
						</TextField>
						<InputOf source={field} schema={schema} required={false} />
					</Stack>
				</DialogContent>
				<DialogActions>
					<Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
					<Button type="submit" variant="contained">
						{translate("ra.action.save")}
					</Button>
				</DialogActions>
			</Form>
		</Dialog>
	);
}

function emptied(value: unknown) {
	return value === undefined || value === "" ? null : value;
}
