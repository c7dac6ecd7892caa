/** A page: its heading, what can be done on it, and its content. */
import { Box, Stack, Typography } from "@mui/material";
import { useEffect, type ReactNode } from "react";

interface PageProps {
	title: string;
	/** Stands above the heading, e.g. the way back. */
	over?: ReactNode;
	actions?: ReactNode;
	children: ReactNode;
}

export function Page({ title, over, actions, children }: PageProps) {
	useEffect(() => {
		document.title = `${title} · Lyceum`;
	}, [title]);
	return (
		<Box sx={{ p: { xs: 1.5, sm: 3 }, maxWidth: 1500, width: "100%", boxSizing: "border-box" }}>
			{over}
			<Stack
				direction="row"
				sx={{ mb: 2, gap: 1, alignItems: "center", flexWrap: "wrap", minHeight: 36 }}
			>
				<Typography variant="h1" sx={{ flexGrow: 1, overflowWrap: "anywhere" }}>
					{title}
				</Typography>
				{actions}
			</Stack>
			{children}
		</Box>
	);
}
