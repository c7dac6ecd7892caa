/** A list of names with a bar and a number each, that lead on. */
import { Box, Stack, Typography } from "@mui/material";
import { Link } from "react-admin";

export interface BarEntry {
	key: string;
	label: string;
	value: number;
	to: string;
}

interface BarsProps {
	label: string;
	entries: BarEntry[];
	/** What a full bar means. */
	most: number;
	colour?: "primary" | "error" | "warning" | "success";
}

export function Bars({ label, entries, most, colour = "primary" }: BarsProps) {
	return (
		<Stack component="ol" aria-label={label} sx={{ m: 0, p: 0, gap: 1, listStyle: "none" }}>
			{entries.map(({ key, label: name, value, to }) => (
				<Box component="li" key={key}>
					<Stack direction="row" sx={{ gap: 1, justifyContent: "space-between" }}>
						<Link to={to} sx={{ overflowWrap: "anywhere", py: 0.25 }}>
							{name}
						</Link>
						<Typography variant="body2" sx={{ fontWeight: 650 }}>
							{value}
						</Typography>
					</Stack>
					<Box aria-hidden sx={{ height: 6, borderRadius: 3, bgcolor: "action.hover" }}>
						<Box
							sx={{
								height: 6,
								borderRadius: 3,
								bgcolor: `${colour}.main`,
								width: `${Math.max(1, (100 * value) / Math.max(1, most))}%`
							}}
						/>
					</Box>
				</Box>
			))}
		</Stack>
	);
}
