/** What a text in Markdown will look like, beside the editor that it is written in; a moment behind the keys. */
import { Box, Button } from "@mui/material";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { useTranslate } from "react-admin";
import { LONGEST } from "./longest.ts";

const Rendered = lazy(() => import("./Markdown.tsx"));

export function Preview({ text, label }: { text: string; label: string }) {
	const translate = useTranslate();
	const [isOpen, setOpen] = useState(false);
	const shown = useDeferredValue(text);
	const name = translate("lyceum.markdown.preview");
	return (
		<>
			<Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} sx={{ ml: -0.5 }}>
				{name}
			</Button>
			{isOpen && (
				<Box
					component="section"
					aria-label={`${name}: ${label}`}
					sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1.5 }}
				>
					{shown.length > LONGEST ? (
						translate("lyceum.markdown.tooLong")
					) : (
						<Suspense>
							<Rendered text={shown} />
						</Suspense>
					)}
				</Box>
			)}
		</>
	);
}
