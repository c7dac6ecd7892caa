/** A file of a form. */
import { FormHelperText, Stack, Typography } from "@mui/material";
import { useInput, useTranslate, type Validator } from "react-admin";
import { FileButton } from "../../layout/FileButton.tsx";

interface UploadInputProps {
	source: string;
	label: string;
	helperText: string | false;
	validate: Validator[];
}

export function UploadInput({ source, label, helperText, validate }: UploadInputProps) {
	const translate = useTranslate();
	const { field, fieldState } = useInput<{ [name: string]: File | null }>({ source, validate });
	const { name } = (field.value ?? {}) as Partial<File>;
	return (
		<div>
			<Typography variant="body2" color="textSecondary">
				{label}
			</Typography>
			<Stack direction="row" sx={{ gap: 1, alignItems: "center" }}>
				<FileButton
					label={translate("lyceum.import.choose")}
					accept=""
					onFile={file => field.onChange(file)}
				/>
				{name}
			</Stack>
			<FormHelperText error={fieldState.invalid}>
				{fieldState.invalid ? translate("ra.validation.required") : helperText}
			</FormHelperText>
		</div>
	);
}
