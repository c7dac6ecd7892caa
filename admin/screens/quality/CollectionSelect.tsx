/** Chooses a course or module, or all there is. */
import { MenuItem, TextField } from "@mui/material";
import { useGetList } from "react-admin";
import { useScreen } from "../../api/screens.ts";

interface CollectionSelectProps {
	label: string;
	/** What it says for all. */
	all: string;
	value: string | null;
	onChange: (id: string | null) => void;
	helperText?: string;
}

const MOST = 100;
const ALL = "*";

export function CollectionSelect({
	label,
	all,
	value,
	onChange,
	helperText
}: CollectionSelectProps) {
	const known = useScreen("contentCollections") !== undefined;
	const { data = [] } = useGetList(
		"contentCollections",
		{ pagination: { page: 1, perPage: MOST }, sort: { field: "title", order: "ASC" } },
		{ enabled: known }
	);
	return (
		<TextField
			select
			fullWidth
			label={label}
			helperText={helperText}
			value={value ?? ALL}
			onChange={({ target }) => onChange(target.value === ALL ? null : target.value)}
		>
			<MenuItem value={ALL}>{all}</MenuItem>
			{value !== null && !data.some(({ id }) => id === value) && (
				<MenuItem value={value}>{value}</MenuItem>
			)}
			{data.map(({ id, title }) => (
				<MenuItem key={id} value={String(id)}>
					{title}
				</MenuItem>
			))}
		</TextField>
	);
}
