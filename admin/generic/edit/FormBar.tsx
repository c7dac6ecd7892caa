/** Below a form: saving, always in sight. */
import Save from "@mui/icons-material/Save";
import { Box, Button } from "@mui/material";
import type { ReactNode } from "react";
import { useSaveContext, useTranslate } from "react-admin";
import { useFormState } from "react-hook-form";

export function FormBar({ children }: { children?: ReactNode }) {
	const translate = useTranslate();
	const { saving } = useSaveContext();
	const { isDirty, isSubmitting } = useFormState();
	return (
		<Box
			sx={{
				position: "sticky",
				bottom: 0,
				display: "flex",
				gap: 1,
				p: 2,
				bgcolor: "background.paper",
				borderTop: 1,
				borderColor: "divider",
				zIndex: 2
			}}
		>
			<Button
				type="submit"
				variant="contained"
				startIcon={<Save />}
				disabled={saving || isSubmitting || !isDirty}
			>
				{translate("ra.action.save")}
			</Button>
			{children}
		</Box>
	);
}
