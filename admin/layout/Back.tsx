/** The way back to where a page belongs. */
import ArrowBack from "@mui/icons-material/ArrowBack";
import { Button } from "@mui/material";
import { LinkBase } from "react-admin";

export function Back({ to, label }: { to: string; label: string }) {
	return (
		<Button
			component={LinkBase}
			to={to}
			size="small"
			startIcon={<ArrowBack />}
			sx={{ mb: 0.5, ml: -1 }}
		>
			{label}
		</Button>
	);
}
