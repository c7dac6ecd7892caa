/** What is known of an item beside its text: for whom it is, what it teaches, where it comes from, who writes it. */
import { Stack } from "@mui/material";
import { InputOf } from "../../../generic/inputs/InputOf.tsx";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import type { Kind } from "../item.ts";

const FIELDS = [
	"summary",
	"objectives",
	"topics",
	"level",
	"language",
	"licence",
	"source",
	"shared",
	"sharedWith"
];

export function Details({ kind }: { kind: Kind }) {
	const { update, schema } = useResourceScreen();
	const properties = update?.properties ?? {};
	const fields = kind === "glossary" ? ["synonyms", ...FIELDS] : FIELDS;
	return (
		<Stack sx={{ gap: 1.5 }}>
			{fields
				.filter(field => properties[field])
				.map(field => (
					<InputOf
						key={field}
						source={field}
						schema={properties[field]!}
						required={schema.required?.includes(field) ?? false}
					/>
				))}
		</Stack>
	);
}
