/** One finding: how bad it is, what is wrong, where, and what to do. */
import ErrorIcon from "@mui/icons-material/Error";
import Info from "@mui/icons-material/Info";
import Warning from "@mui/icons-material/Warning";
import { Box, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import type { Finding, Severity } from "./findings.ts";

const LOOKS = {
	error: { Icon: ErrorIcon, color: "error" },
	warning: { Icon: Warning, color: "warning" },
	info: { Icon: Info, color: "info" }
} as const;

export function SeverityIcon({ severity }: { severity: Severity }) {
	const translate = useTranslate();
	const { Icon, color } = LOOKS[severity];
	return (
		<Icon
			fontSize="small"
			color={color}
			titleAccess={translate(`content.severities.${severity}`)}
		/>
	);
}

interface FindingCardProps {
	finding: Pick<Finding, "severity" | "rule" | "message" | "passage"> & Partial<Finding>;
	/** What can be done about it. */
	children?: ReactNode;
}

export function FindingCard({ finding, children }: FindingCardProps) {
	const { severity, rule, message, advice, passage } = finding;
	return (
		<Stack direction="row" sx={{ gap: 1, py: 1 }}>
			<SeverityIcon severity={severity} />
			<Box sx={{ minWidth: 0, flexGrow: 1, overflowWrap: "anywhere" }}>
				<Typography variant="body2" sx={{ fontWeight: 600 }}>
					{message}
				</Typography>
				{advice && <Typography variant="body2">{advice}</Typography>}
				{passage && (
					<Typography
						variant="body2"
						component="blockquote"
						color="textSecondary"
						sx={{
							m: 0,
							mt: 0.5,
							pl: 1,
							borderLeft: 2,
							borderColor: "divider",
							fontFamily: "ui-monospace, monospace",
							fontSize: 12
						}}
					>
						{passage}
					</Typography>
				)}
				<Stack
					direction="row"
					sx={{ gap: 1, mt: 0.5, alignItems: "center", flexWrap: "wrap" }}
				>
					<Typography variant="body2" color="textSecondary" sx={{ fontSize: 12 }}>
						{rule}
					</Typography>
					{children}
				</Stack>
			</Box>
		</Stack>
	);
}
