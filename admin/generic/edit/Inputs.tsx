/** The inputs of a body, in the order of the form. */
import { Stack } from "@mui/material";
import type { JsonSchema, Screen } from "../../api/screens.ts";
import { InputOf } from "../inputs/InputOf.tsx";

export function Inputs({ screen, body }: { screen: Screen; body: JsonSchema }) {
	const properties = body.properties ?? {};
	const all = Object.keys(properties).filter(field => field !== "rev");
	const ordered = screen.form.filter(field => all.includes(field));
	const fields = [...ordered, ...all.filter(field => !ordered.includes(field))];
	// A patch requires nothing, but what a document has to have cannot be emptied either.
	const required = body.required ?? screen.schema.required ?? [];
	return (
		<Stack sx={{ maxWidth: 820, gap: 1.5 }}>
			{fields.map(field => (
				<InputOf
					key={field}
					source={field}
					schema={properties[field]!}
					required={required.includes(field)}
				/>
			))}
		</Stack>
	);
}
