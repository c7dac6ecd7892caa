/** A day to choose; "" for none. */
import { TextField } from "@mui/material";

interface DayFieldProps {
	label: string;
	value: string;
	onChange: (day: string) => void;
}

export function DayField({ label, value, onChange }: DayFieldProps) {
	return (
		<TextField
			type="date"
			label={label}
			value={value}
			onChange={({ target }) => onChange(target.value)}
			slotProps={{ inputLabel: { shrink: true } }}
		/>
	);
}
