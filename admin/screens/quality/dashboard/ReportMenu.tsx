/** Makes a report and hands its link on. */
import Summarize from "@mui/icons-material/Summarize";
import {
	Button,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	Menu,
	MenuItem,
	Typography
} from "@mui/material";
import { useState } from "react";
import { useLocale, useTranslate } from "react-admin";
import { request } from "../../../api/http.ts";
import { useTell } from "../../../layout/useTell.tsx";
import { useWords } from "../useWords.ts";

interface ReportLink {
	url: string;
	expiresAt: string;
}

export function ReportMenu() {
	const words = useWords();
	const { tellError } = useTell();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const [link, setLink] = useState<ReportLink | null>(null);
	const [isBusy, setBusy] = useState(false);
	const make = async (format: "html" | "csv") => {
		setAnchor(null);
		setBusy(true);
		try {
			const body = { format };
			setLink((await request<ReportLink>("/quality/reports", { method: "POST", body })).body);
		} catch (error) {
			tellError(error);
		}
		setBusy(false);
	};
	return (
		<>
			<Button
				startIcon={<Summarize />}
				aria-haspopup="menu"
				disabled={isBusy}
				onClick={event => setAnchor(event.currentTarget)}
			>
				{words("report.make")}
			</Button>
			<Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
				<MenuItem onClick={() => void make("html")}>{words("report.html")}</MenuItem>
				<MenuItem onClick={() => void make("csv")}>{words("report.csv")}</MenuItem>
			</Menu>
			{link && <ReportDialog link={link} onClose={() => setLink(null)} />}
		</>
	);
}

function ReportDialog({ link, onClose }: { link: ReportLink; onClose: () => void }) {
	const words = useWords();
	const translate = useTranslate();
	const locale = useLocale();
	const { tell, tellError } = useTell();
	const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(link.url);
			tell(words("report.copied"));
		} catch (error) {
			tellError(error);
		}
	};
	return (
		<Dialog open onClose={onClose} aria-labelledby="report-title" fullWidth maxWidth="sm">
			<DialogTitle id="report-title">{words("report.ready")}</DialogTitle>
			<DialogContent>
				<Typography>
					{words("report.until", { time: time.format(new Date(link.expiresAt)) })}
				</Typography>
				<Typography
					component="code"
					sx={{ display: "block", mt: 1.5, fontSize: 12, overflowWrap: "anywhere" }}
				>
					{link.url}
				</Typography>
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose}>{translate("ra.action.close")}</Button>
				<Button onClick={() => void copy()}>{words("report.copy")}</Button>
				<Button variant="contained" component="a" href={link.url} download>
					{words("report.download")}
				</Button>
			</DialogActions>
		</Dialog>
	);
}
