/** A piece of text with the words that were found marked in it; it is text, whatever it holds. */
import { Box } from "@mui/material";
import { MARKED } from "../marked.ts";
import type { Highlight } from "./useLibrary.ts";

export function Highlighted({ parts }: Pick<Highlight, "parts">) {
	return (
		<>
			{parts.map(({ text, marked }, at) =>
				marked ? (
					<Box key={at} component="mark" sx={MARKED}>
						{text}
					</Box>
				) : (
					<span key={at}>{text}</span>
				)
			)}
		</>
	);
}
