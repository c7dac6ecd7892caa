/** What a role allows, at one look: subjects by verbs. A tick is for all documents, a dash for some of them. */
import {
	Checkbox,
	Table,
	TableBody,
	TableCell,
	TableContainer,
	TableHead,
	TableRow,
	Tooltip
} from "@mui/material";
import { useTranslate } from "react-admin";
import { useController } from "react-hook-form";
import { useChoice } from "../../generic/labels.ts";
import { BASE_VERBS, grantOf, withGrant, type Rule } from "./rules.ts";
import { useSubjects } from "./useSubjects.ts";

export function RuleMatrix() {
	const translate = useTranslate();
	const choice = useChoice();
	const { field } = useController<{ rules: Rule[] }>({ name: "rules" });
	const { subjects, inForce } = useSubjects();
	const { field: name } = useController({ name: "name" });
	const rules = (field.value ?? []) as Rule[];
	const given = inForce
		.filter(({ role, source }) => role === name.value && source !== "roles")
		.flatMap(entry => entry.rules);
	return (
		<TableContainer tabIndex={0} role="region" aria-label={translate("lyceum.roles.matrix")}>
			<Table size="small">
				<TableHead>
					<TableRow>
						<TableCell>{translate("lyceum.roles.subject")}</TableCell>
						{BASE_VERBS.map(verb => (
							<TableCell key={verb} align="center">
								{choice(verb)}
							</TableCell>
						))}
					</TableRow>
				</TableHead>
				<TableBody>
					{subjects.map(subject => (
						<TableRow key={subject} hover>
							<TableCell component="th" scope="row">
								{subject}
							</TableCell>
							{BASE_VERBS.map(verb => (
								<Cell
									key={verb}
									label={`${choice(verb)} ${subject}`}
									grant={grantOf(rules, subject, verb)}
									isGiven={grantOf(given, subject, verb) !== "none"}
									onChange={isGranted =>
										field.onChange(withGrant(rules, subject, verb, isGranted))
									}
								/>
							))}
						</TableRow>
					))}
				</TableBody>
			</Table>
		</TableContainer>
	);
}

interface CellProps {
	label: string;
	grant: ReturnType<typeof grantOf>;
	/** The plugin gives it to the role already, at least for some documents. */
	isGiven: boolean;
	onChange: (isGranted: boolean) => void;
}

function Cell({ label, grant, isGiven, onChange }: CellProps) {
	const translate = useTranslate();
	const box = (
		<Checkbox
			size="small"
			sx={{ p: 0.5 }}
			checked={grant === "all"}
			indeterminate={grant === "some"}
			onChange={() => onChange(grant !== "all")}
			slotProps={{ input: { "aria-label": label } }}
		/>
	);
	return (
		<TableCell align="center" sx={{ py: 0, bgcolor: isGiven ? "action.selected" : undefined }}>
			{isGiven ? <Tooltip title={translate("lyceum.roles.given")}>{box}</Tooltip> : box}
		</TableCell>
	);
}
