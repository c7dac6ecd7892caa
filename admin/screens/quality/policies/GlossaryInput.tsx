/** The words of a glossary, separated by commas. */
import { TextField } from "@mui/material";
import { useState } from "react";
import { useInput } from "react-admin";
import { useWords } from "../useWords.ts";

export function GlossaryInput() {
	const words = useWords();
	const { field } = useInput({ source: "glossary", defaultValue: [] });
	const value = (field.value ?? []) as string[];
	// What is typed stays as it is until the field is left: a comma at the end is no word yet.
	const [typed, setTyped] = useState<string | null>(null);
	const change = (text: string) => {
		setTyped(text);
		field.onChange(
			text
				.split(",")
				.map(word => word.trim())
				.filter(word => word !== "")
		);
	};
	return (
		<TextField
			fullWidth
			multiline
			maxRows={6}
			label={words("policy.glossary")}
			helperText={words("policy.glossaryHelp")}
			value={typed ?? value.join(", ")}
			onChange={({ target }) => change(target.value)}
			onBlur={() => setTyped(null)}
		/>
	);
}
