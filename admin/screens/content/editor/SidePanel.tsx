/** Beside what is written: what it looks like, or what is wrong with it. */
import { Badge, Card, CardContent, Tab, Tabs, useMediaQuery, type Theme } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";

export type Side = "preview" | "findings";

const BADGE = { "& .MuiBadge-badge": { position: "static", transform: "none", ml: 0.75 } };

interface SidePanelProps {
	side: Side;
	onSide: (side: Side) => void;
	/** How many findings there are; null when nothing checks. */
	count: number | null;
	preview: ReactNode;
	findings: ReactNode;
}

export function SidePanel({ side, onSide, count, preview, findings }: SidePanelProps) {
	const translate = useTranslate();
	const isBeside = useMediaQuery<Theme>(theme => theme.breakpoints.up("lg"));
	const shown = count === null ? "preview" : side;
	return (
		<Card
			component="section"
			aria-label={translate("content.editor.beside")}
			sx={isBeside ? { position: "sticky", top: 60 } : {}}
		>
			<Tabs
				value={shown}
				onChange={(_event, next: Side) => onSide(next)}
				aria-label={translate("content.editor.beside")}
				sx={{ borderBottom: 1, borderColor: "divider", px: 1 }}
			>
				<Tab
					value="preview"
					id="side-preview"
					aria-controls="panel-side"
					label={translate("content.editor.preview")}
				/>
				{count !== null && (
					<Tab
						value="findings"
						id="side-findings"
						aria-controls="panel-side"
						label={
							<Badge badgeContent={count} color="warning" sx={BADGE}>
								{translate("content.editor.findings")}
							</Badge>
						}
					/>
				)}
			</Tabs>
			<CardContent
				role="tabpanel"
				id="panel-side"
				aria-labelledby={`side-${shown}`}
				tabIndex={0}
				sx={isBeside ? { maxHeight: "calc(100vh - 190px)", overflow: "auto" } : {}}
			>
				{shown === "preview" ? preview : findings}
			</CardContent>
		</Card>
	);
}
