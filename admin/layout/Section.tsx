/** A part of a page, under a heading of its own. */
import { Card, CardContent, Typography } from "@mui/material";
import type { ReactNode } from "react";

export function Section({ title, children }: { title: string; children: ReactNode }) {
	return (
		<Card component="section">
			<CardContent>
				<Typography variant="h2" sx={{ mb: 1 }}>
					{title}
				</Typography>
				{children}
			</CardContent>
		</Card>
	);
}
