/** A log, live: filtered by level, plugin and text, and held still while somebody reads. */
import Pause from "@mui/icons-material/Pause";
import PlayArrow from "@mui/icons-material/PlayArrow";
import { Box, Button, Card, Chip, MenuItem, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useLocale, useTranslate } from "react-admin";
import { Pre } from "../../generic/fields/Value.tsx";
import { Problem } from "../../layout/Problem.tsx";
import type { LogLine } from "../../live/socket.ts";
import { LEVELS, useLog } from "./useLog.ts";

const COLOURS: Record<string, "error" | "warning" | "info" | "default"> = {
	fatal: "error",
	error: "error",
	warn: "warning",
	info: "info"
};

interface LogViewProps {
	/** The only plugin whose lines are shown; without it they can be chosen. */
	plugin?: string;
	plugins?: { name: string; title: string }[];
}

export function LogView({ plugin: only, plugins = [] }: LogViewProps) {
	const translate = useTranslate();
	const [level, setLevel] = useState("info");
	const [chosen, setChosen] = useState("");
	const [text, setText] = useState("");
	const [follows, setFollows] = useState(true);
	const { lines, error } = useLog({ level, plugin: only ?? chosen, text }, follows);
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
				<TextField
					select
					label={translate("lyceum.logs.level")}
					value={level}
					onChange={event => setLevel(event.target.value)}
					sx={{ minWidth: 120 }}
				>
					{LEVELS.map(one => (
						<MenuItem key={one} value={one}>
							{one}
						</MenuItem>
					))}
				</TextField>
				{only === undefined && (
					<TextField
						select
						label={translate("lyceum.logs.plugin")}
						value={chosen}
						onChange={event => setChosen(event.target.value)}
						slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
						sx={{ minWidth: 160 }}
					>
						<MenuItem value="">{translate("lyceum.logs.all")}</MenuItem>
						<MenuItem value="kernel">{translate("lyceum.logs.kernel")}</MenuItem>
						{plugins.map(({ name, title }) => (
							<MenuItem key={name} value={name}>
								{title}
							</MenuItem>
						))}
					</TextField>
				)}
				<TextField
					label={translate("lyceum.logs.text")}
					value={text}
					onChange={event => setText(event.target.value)}
					sx={{ minWidth: 180, flexGrow: { xs: 1, sm: 0 } }}
				/>
				<Button
					startIcon={follows ? <Pause /> : <PlayArrow />}
					onClick={() => setFollows(!follows)}
				>
					{translate(follows ? "lyceum.logs.pause" : "lyceum.logs.follow")}
				</Button>
			</Stack>
			{error !== null && <Problem error={error} />}
			<Card variant="outlined">
				<Box
					role="log"
					aria-live="off"
					aria-label={translate("lyceum.logs.label")}
					tabIndex={0}
					sx={{ maxHeight: only ? 360 : "68vh", overflow: "auto" }}
				>
					{(lines ?? []).map(line => (
						<Line key={line.number} line={line} isAlone={only !== undefined} />
					))}
					{lines?.length === 0 && (
						<Typography variant="body2" color="textSecondary" sx={{ p: 2 }}>
							{translate("lyceum.logs.nothing")}
						</Typography>
					)}
				</Box>
			</Card>
		</Stack>
	);
}

function Line({ line, isAlone }: { line: LogLine; isAlone: boolean }) {
	const locale = useLocale();
	const { at, level, message, plugin, source, details, requestId } = line;
	const time = new Intl.DateTimeFormat(locale, {
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit",
		fractionalSecondDigits: 3
	});
	const more = { ...details, ...(requestId && { requestId }) };
	const summary = (
		<>
			<Typography
				component="time"
				variant="body2"
				dateTime={at}
				color="textSecondary"
				sx={{ fontVariantNumeric: "tabular-nums" }}
			>
				{time.format(new Date(at))}
			</Typography>
			<Chip
				size="small"
				variant="outlined"
				color={COLOURS[level] ?? "default"}
				label={level}
			/>
			{!isAlone && (
				<Typography variant="body2" color="textSecondary" noWrap>
					{plugin ?? source ?? "kernel"}
				</Typography>
			)}
			<Typography variant="body2" sx={{ minWidth: 0, flexGrow: 1, overflowWrap: "anywhere" }}>
				{said(message, details)}
			</Typography>
		</>
	);
	const layout = {
		display: "flex",
		flexWrap: { xs: "wrap", sm: "nowrap" },
		gap: 1,
		px: 1.5,
		py: 0.5,
		alignItems: "baseline",
		borderBottom: 1,
		borderColor: "divider"
	} as const;
	if (Object.keys(more).length === 0) return <Box sx={layout}>{summary}</Box>;
	return (
		<Box component="details">
			<Box component="summary" sx={{ ...layout, cursor: "pointer" }}>
				{summary}
			</Box>
			<Box sx={{ px: 1.5, py: 1 }}>
				<Pre text={JSON.stringify(more, null, 2)} />
			</Box>
		</Box>
	);
}

/** A request is told by what was asked and answered. */
function said(message: string, { method, path, status, durationMs }: Record<string, unknown>) {
	if (method === undefined || status === undefined) return message;
	const took = typeof durationMs === "number" ? ` · ${durationMs.toFixed(1)} ms` : "";
	return `${String(method)} ${String(path)} · ${String(status)}${took}`;
}
