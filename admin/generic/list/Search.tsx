/** Looks for words a moment after the typing stops. */
import SearchIcon from "@mui/icons-material/Search";
import { InputAdornment, TextField } from "@mui/material";
import { useEffect, useState } from "react";
import { useTranslate } from "react-admin";
import { useListFilter } from "./useListFilter.ts";

const AFTER_MS = 300;

export function Search() {
	const translate = useTranslate();
	const { q, setWords } = useListFilter();
	const [words, setTyped] = useState(q);
	useEffect(() => setTyped(q), [q]);
	useEffect(() => {
		if (words === q) return;
		const waiting = setTimeout(() => setWords(words), AFTER_MS);
		return () => clearTimeout(waiting);
	}, [words]);
	return (
		<TextField
			size="small"
			type="search"
			value={words}
			onChange={event => setTyped(event.target.value)}
			sx={{ width: { xs: "100%", sm: 240 } }}
			placeholder={translate("ra.action.search")}
			slotProps={{
				htmlInput: { "aria-label": translate("ra.action.search") },
				input: {
					startAdornment: (
						<InputAdornment position="start">
							<SearchIcon fontSize="small" />
						</InputAdornment>
					)
				}
			}}
		/>
	);
}
