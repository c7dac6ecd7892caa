/** A Markdown field of the form. */
import { Box, FormHelperText, Skeleton, Typography } from "@mui/material";
import { lazy, Suspense } from "react";
import { useController } from "react-hook-form";
import { useFindingsOf } from "./draftFindings.ts";

const SourceEditor = lazy(() => import("./SourceEditor.tsx"));

interface SourceFieldProps {
	field: string;
	label: string;
	help?: string;
	minHeight?: string;
}

export function SourceField({ field, label, help, minHeight }: SourceFieldProps) {
	const controlled = useController({ name: field });
	const findings = useFindingsOf(field);
	const { error } = controlled.fieldState;
	return (
		<Box>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }} aria-hidden>
				{label}
			</Typography>
			<Suspense fallback={<Skeleton variant="rounded" height={minHeight ?? 160} />}>
				<SourceEditor
					field={field}
					label={label}
					value={String(controlled.field.value ?? "")}
					onChange={controlled.field.onChange}
					findings={findings}
					minHeight={minHeight}
				/>
			</Suspense>
			{(error || help) && (
				<FormHelperText error={Boolean(error)}>{error?.message ?? help}</FormHelperText>
			)}
		</Box>
	);
}
