/** Why can this user (not) do this? Asks the server, and shows every rule that speaks about it. */
import {
	Alert,
	Button,
	Card,
	CardContent,
	Chip,
	Stack,
	Table,
	TableBody,
	TableCell,
	TableContainer,
	TableHead,
	TableRow,
	Typography
} from "@mui/material";
import { useState } from "react";
import {
	AutocompleteInput,
	Form,
	ReferenceInput,
	SelectInput,
	TextInput,
	required,
	useLocation,
	useTranslate
} from "react-admin";
import { request } from "../../api/http.ts";
import { useChoice } from "../../generic/labels.ts";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { verbsOf, type Rule } from "../roles/rules.ts";
import { useSubjects } from "../roles/useSubjects.ts";

interface Considered {
	role: string;
	source: string;
	rule: Rule;
	applies: boolean;
}

interface Explanation {
	allowed: boolean;
	reason: string;
	decidedBy: Considered | null;
	considered: Considered[];
}

export function AccessExplain() {
	const translate = useTranslate();
	const { search } = useLocation();
	const asked = Object.fromEntries(new URLSearchParams(search));
	const [answer, setAnswer] = useState<Explanation | null>(null);
	const [problem, setProblem] = useState<unknown>(null);
	const ask = async (values: Record<string, string | undefined>) => {
		const given = Object.entries(values).filter(([, value]) => value);
		const query = new URLSearchParams(given as [string, string][]);
		try {
			setAnswer((await request<Explanation>(`/access/explain?${query}`)).body);
			setProblem(null);
		} catch (error) {
			setAnswer(null);
			setProblem(error);
		}
	};
	return (
		<Page title={translate("lyceum.access.label")}>
			<Stack sx={{ gap: 2 }}>
				<Card>
					<CardContent>
						<Form
							key={search}
							record={{ action: "read", ...asked }}
							onSubmit={(values: Record<string, string>) => ask(values)}
						>
							<Question />
						</Form>
					</CardContent>
				</Card>
				{problem !== null && <Problem error={problem} />}
				{answer && <Answer answer={answer} />}
			</Stack>
		</Page>
	);
}

function Question() {
	const translate = useTranslate();
	const choice = useChoice();
	const { subjects, verbsFor } = useSubjects();
	const verbs = [...new Set(subjects.flatMap(verbsFor))];
	const common = { validate: required(), helperText: false as const };
	return (
		<Stack
			direction={{ xs: "column", md: "row" }}
			sx={{ gap: 1.5, alignItems: "flex-start", flexWrap: "wrap" }}
		>
			<ReferenceInput source="user" reference="users" perPage={20}>
				<AutocompleteInput
					{...common}
					sx={{ minWidth: 240 }}
					label={translate("lyceum.access.user")}
					optionText="email"
					filterToQuery={(text: string) =>
						text
							? { where: [{ field: "email", operator: "contains", value: text }] }
							: {}
					}
				/>
			</ReferenceInput>
			<SelectInput
				{...common}
				source="action"
				label={translate("lyceum.access.action")}
				translateChoice={false}
				choices={verbs.map(verb => ({ id: verb, name: choice(verb) }))}
			/>
			<SelectInput
				{...common}
				source="subject"
				label={translate("lyceum.roles.subject")}
				translateChoice={false}
				choices={subjects.map(subject => ({ id: subject, name: subject }))}
			/>
			<TextInput source="id" label={translate("lyceum.access.document")} helperText={false} />
			<TextInput
				source="field"
				label={translate("lyceum.filters.field")}
				helperText={false}
			/>
			<Button type="submit" variant="contained" size="medium">
				{translate("lyceum.access.ask")}
			</Button>
		</Stack>
	);
}

function Answer({ answer }: { answer: Explanation }) {
	const translate = useTranslate();
	return (
		<Card>
			<CardContent>
				<Alert severity={answer.allowed ? "success" : "error"} sx={{ mb: 2 }}>
					<strong>
						{translate(answer.allowed ? "lyceum.access.yes" : "lyceum.access.no")}
					</strong>{" "}
					{answer.reason}
				</Alert>
				<Typography variant="h2">{translate("lyceum.access.considered")}</Typography>
				<TableContainer
					tabIndex={0}
					role="region"
					aria-label={translate("lyceum.access.considered")}
				>
					<Table size="small">
						<TableHead>
							<TableRow>
								{["role", "source", "rule", "applies"].map(column => (
									<TableCell key={column}>
										{translate(`lyceum.access.${column}`)}
									</TableCell>
								))}
							</TableRow>
						</TableHead>
						<TableBody>
							{answer.considered.map((entry, index) => (
								<ConsideredRow key={index} entry={entry} />
							))}
						</TableBody>
					</Table>
				</TableContainer>
			</CardContent>
		</Card>
	);
}

function ConsideredRow({ entry: { role, source, rule, applies } }: { entry: Considered }) {
	const translate = useTranslate();
	return (
		<TableRow>
			<TableCell>{role}</TableCell>
			<TableCell>{source}</TableCell>
			<TableCell sx={{ fontFamily: "ui-monospace, monospace", fontSize: 12 }}>
				{rule.inverted && `${translate("lyceum.roles.inverted")}: `}
				{verbsOf(rule).join(", ")} {[rule.subject].flat().join(", ")}
				{rule.fields && ` [${rule.fields.join(", ")}]`}
				{rule.conditions && ` ${JSON.stringify(rule.conditions)}`}
			</TableCell>
			<TableCell>
				<Chip
					size="small"
					variant="outlined"
					color={applies ? "success" : "default"}
					label={translate(applies ? "ra.boolean.true" : "ra.boolean.false")}
				/>
			</TableCell>
		</TableRow>
	);
}
