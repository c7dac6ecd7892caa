/** How words are marked in a text: to be seen at a glance, and to be read as before. */
import type { Theme } from "@mui/material/styles";

export const MARKED = {
	bgcolor: ({ palette }: Theme) => (palette.mode === "dark" ? "#5c4512" : "#ffe9ae"),
	color: "text.primary",
	borderRadius: 0.5,
	px: 0.25
};
