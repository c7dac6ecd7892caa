/** A field of Markdown: as it is meant to be read, or as it was written. */
import { Box, Button } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { useTranslate } from "react-admin";
import { LONGEST } from "./longest.ts";

const Rendered = lazy(() => import("./Markdown.tsx"));

export function MarkdownValue({ text }: { text: string }) {
	const translate = useTranslate();
	const isLong = text.length > LONGEST;
	const [isSource, setSource] = useState(isLong);
	return (
		<Box>
			{isSource ? (
				<Box component="div" sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
					{text}
				</Box>
			) : (
				<Suspense fallback={text}>
					<Rendered text={text} />
				</Suspense>
			)}
			{!isLong && (
				<Button onClick={() => setSource(!isSource)} sx={{ mt: 0.5, ml: -0.5 }}>
					{translate(isSource ? "lyceum.markdown.rendered" : "lyceum.markdown.source")}
				</Button>
			)}
		</Box>
	);
}
