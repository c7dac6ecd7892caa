/** A short text of the form, with what a check says of it below. */
import { TextField, type TextFieldProps } from "@mui/material";
import { useController } from "react-hook-form";
import { useFindingsOf } from "./draftFindings.ts";

interface TextBoxProps {
	source: string;
	label: string;
	/** What findings call the field. */
	field?: string;
	isNumber?: boolean;
	required?: boolean;
	sx?: TextFieldProps["sx"];
}

export function TextBox({
	source,
	label,
	field = "",
	isNumber = false,
	required,
	sx
}: TextBoxProps) {
	const { field: input, fieldState } = useController({ name: source });
	const findings = useFindingsOf(field);
	const { error } = fieldState;
	const said = findings.map(({ message }) => message).join(" · ");
	return (
		<TextField
			label={label}
			required={required}
			fullWidth
			multiline={!isNumber}
			value={(input.value as string | number | null) ?? ""}
			onChange={({ target: { value } }) =>
				input.onChange(isNumber ? (value === "" ? null : Number(value)) : value)
			}
			onBlur={input.onBlur}
			inputRef={input.ref}
			error={Boolean(error)}
			helperText={error?.message ?? (said || undefined)}
			type={isNumber ? "number" : "text"}
			slotProps={{ htmlInput: isNumber ? { step: "any" } : {} }}
			sx={sx}
		/>
	);
}
