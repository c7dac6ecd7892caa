/** The form of a policy: where it holds, its gate, its rules and words; beside it what it would change. */
import { Box, Card, CardContent, MenuItem, Stack, TextField } from "@mui/material";
import { TextInput, required, useInput } from "react-admin";
import { FormBar } from "../../../generic/edit/FormBar.tsx";
import { Section } from "../../../layout/Section.tsx";
import { CollectionSelect } from "../CollectionSelect.tsx";
import { useWords } from "../useWords.ts";
import { Effect } from "./Effect.tsx";
import { GlossaryInput } from "./GlossaryInput.tsx";
import { RuleTable } from "./RuleTable.tsx";
import { Waivers } from "./Waivers.tsx";

const GATES = ["none", "error", "warning", "info"];

/** `id` is that of the policy that is changed; a new one has none. */
export function PolicyForm({ id }: { id?: string }) {
	const words = useWords();
	const { field: collection } = useInput({ source: "collectionId", defaultValue: null });
	return (
		<Box
			sx={{
				display: "grid",
				gap: 2,
				alignItems: "start",
				gridTemplateColumns: { lg: "minmax(0, 1fr) 340px" }
			}}
		>
			<Stack sx={{ gap: 2, minWidth: 0 }}>
				<Card>
					<CardContent>
						<Stack sx={{ gap: 2 }}>
							<TextInput
								source="name"
								label={words("policy.name")}
								validate={required()}
								helperText={false}
								fullWidth
							/>
							<CollectionSelect
								label={words("policy.collection")}
								all={words("policy.library")}
								value={(collection.value as string | null) || null}
								onChange={collection.onChange}
							/>
							<GateInput />
							<GlossaryInput />
						</Stack>
					</CardContent>
				</Card>
				<Card>
					<CardContent>
						<RuleTable />
					</CardContent>
					<FormBar />
				</Card>
				<Waivers collectionId={(collection.value as string | null) || null} />
			</Stack>
			<Box sx={{ position: { lg: "sticky" }, top: { lg: 64 } }}>
				<Section title={words("policy.effect")}>
					<Effect id={id} />
				</Section>
			</Box>
		</Box>
	);
}

function GateInput() {
	const words = useWords();
	const { field } = useInput({ source: "gate", defaultValue: "none" });
	return (
		<TextField
			select
			fullWidth
			label={words("policy.gate")}
			helperText={words("policy.gateHelp")}
			value={field.value}
			onChange={field.onChange}
			onBlur={field.onBlur}
		>
			{GATES.map(gate => (
				<MenuItem key={gate} value={gate}>
					{words(`policy.gates.${gate}`)}
				</MenuItem>
			))}
		</TextField>
	);
}
