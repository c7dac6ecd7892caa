/** A small table of all there is, one row for each: for what has few enough to need no pages. */
import {
	Card,
	Table,
	TableBody,
	TableCell,
	TableContainer,
	TableHead,
	TableRow
} from "@mui/material";
import type { ReactNode } from "react";

interface OverviewProps {
	/** What the table shows, for those who cannot see it. */
	label: string;
	/** The heads of the columns. */
	columns: string[];
	/** The rows. */
	children: ReactNode;
}

export function Overview({ label, columns, children }: OverviewProps) {
	return (
		<Card>
			<TableContainer tabIndex={0} role="region" aria-label={label}>
				<Table size="small">
					<TableHead>
						<TableRow>
							{columns.map(column => (
								<TableCell key={column}>{column}</TableCell>
							))}
						</TableRow>
					</TableHead>
					<TableBody>{children}</TableBody>
				</Table>
			</TableContainer>
		</Card>
	);
}
