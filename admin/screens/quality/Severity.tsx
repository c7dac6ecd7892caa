/** How bad a finding is: by a word, a shape and a colour. */
import ErrorIcon from "@mui/icons-material/Error";
import Info from "@mui/icons-material/Info";
import Warning from "@mui/icons-material/Warning";
import { Chip } from "@mui/material";
import type { Severity } from "./quality.ts";
import { useWords } from "./useWords.ts";

const ICONS = { error: ErrorIcon, warning: Warning, info: Info };

export function SeverityChip({ severity }: { severity: Severity }) {
	const words = useWords();
	const Icon = ICONS[severity];
	return (
		<Chip
			size="small"
			variant="outlined"
			color={severity}
			icon={<Icon fontSize="small" />}
			label={words(`dashboard.${severity}`, { smart_count: 1 })}
		/>
	);
}
