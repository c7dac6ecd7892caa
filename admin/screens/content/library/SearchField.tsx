/** Words to look for; they are looked for a moment after the typing stops. */
import SearchIcon from "@mui/icons-material/Search";
import { InputAdornment, TextField } from "@mui/material";
import { useEffect, useRef, useState } from "react";

const AFTER_MS = 250;

interface SearchFieldProps {
	label: string;
	words: string;
	onSearch: (words: string) => void;
}

export function SearchField({ label, words, onSearch }: SearchFieldProps) {
	const [typed, setTyped] = useState(words);
	const asked = useRef(words);
	useEffect(() => {
		// The address has changed by itself, e.g. by going back.
		if (words !== asked.current) setTyped(words);
		asked.current = words;
	}, [words]);
	useEffect(() => {
		if (typed.trim() === asked.current) return;
		const waiting = setTimeout(() => {
			asked.current = typed.trim();
			onSearch(typed.trim());
		}, AFTER_MS);
		return () => clearTimeout(waiting);
	}, [typed]);
	return (
		<TextField
			type="search"
			value={typed}
			onChange={event => setTyped(event.target.value)}
			placeholder={label}
			fullWidth
			slotProps={{
				htmlInput: { "aria-label": label },
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
