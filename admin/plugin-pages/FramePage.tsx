/**
 * A page of a plugin that nobody has to trust: in a frame of no origin, which reaches nothing but the bridge. A page
 * that floods the bridge or leads elsewhere is stopped.
 */
import { Alert, Box } from "@mui/material";
import { useTheme } from "@mui/material/styles";
import { useEffect, useRef, useState, type RefObject } from "react";
import { useLocale, useTranslate } from "react-admin";
import type { PluginPage } from "../api/screens.ts";
import { Page } from "../layout/Page.tsx";
import { Bridge } from "./bridge/Bridge.ts";
import { titleOfPage } from "./place.ts";

type Stopped = "flood" | "left";

export function FramePage({ page }: { page: PluginPage }) {
	const translate = useTranslate();
	const title = titleOfPage(page, useLocale());
	const [stopped, setStopped] = useState<Stopped | null>(null);
	return (
		<Page title={title}>
			{stopped === null ? (
				<Frame page={page} title={title} onStop={setStopped} />
			) : (
				<Alert severity="error">
					{translate("lyceum.pages.stopped", {
						page: title,
						plugin: page.plugin,
						reason: translate(`lyceum.pages.${stopped}`)
					})}
				</Alert>
			)}
		</Page>
	);
}

interface FrameProps {
	page: PluginPage;
	title: string;
	onStop: (why: Stopped) => void;
}

function Frame({ page, title, onStop }: FrameProps) {
	const frame = useRef<HTMLIFrameElement>(null);
	const bridge = useBridge(page, frame, onStop);
	return (
		<Box
			component="iframe"
			ref={frame}
			title={title}
			src={page.source}
			sandbox="allow-scripts"
			referrerPolicy="no-referrer"
			onLoad={bridge.open}
			sx={{
				display: "block",
				width: "100%",
				height: "calc(100vh - 150px)",
				minHeight: 320,
				border: 0,
				borderRadius: 1,
				bgcolor: "background.paper"
			}}
		/>
	);
}

/** Hands the frame its end of the bridge once it is there, and tells it of other looks and languages. */
function useBridge(
	{ routes }: PluginPage,
	frame: RefObject<HTMLIFrameElement | null>,
	onStop: (why: Stopped) => void
) {
	const opened = useRef<Bridge | null>(null);
	const context = useContext();
	const latest = useRef(context);
	latest.current = context;
	const known = JSON.stringify(context);
	useEffect(() => opened.current?.tell(JSON.parse(known) as object), [known]);
	useEffect(
		() => () => {
			opened.current?.close();
			opened.current = null;
		},
		[]
	);
	const open = () => {
		// A frame is loaded once; what is loaded after that is somewhere else.
		if (opened.current !== null) return onStop("left");
		const bridge = new Bridge(routes, () => onStop("flood"));
		opened.current = bridge;
		// A document without an origin can only be addressed as any.
		frame.current!.contentWindow!.postMessage({ kind: "hello", ...latest.current }, "*", [
			bridge.theirs
		]);
	};
	return { open };
}

/** How the console looks, for a page that wants to look alike. */
function useContext() {
	const locale = useLocale();
	const { palette } = useTheme();
	return {
		locale,
		theme: palette.mode,
		colours: {
			background: palette.background.paper,
			text: palette.text.primary,
			primary: palette.primary.main,
			divider: palette.divider
		}
	};
}
