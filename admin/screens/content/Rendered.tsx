/** Text as learners see it. The server renders and sanitizes it; what comes from there may stand in any page. */
import { Box } from "@mui/material";
import type { SxProps, Theme } from "@mui/material/styles";
import { useMemo, type ReactNode } from "react";
import { MARKED } from "./marked.ts";

interface RenderedProps {
	html: string;
	/** The field whose text it is, for those who comment on a passage of it. */
	field?: string;
	/** Puts marks into the text, as it is shown. */
	mark?: (html: string) => string;
	inline?: boolean;
}

export function Rendered({ html, field, mark, inline = false }: RenderedProps) {
	const shown = useMemo(() => (mark ? mark(html) : html), [html, mark]);
	return (
		<Article inline={inline} field={field}>
			<div dangerouslySetInnerHTML={{ __html: shown }} />
		</Article>
	);
}

interface ArticleProps {
	children: ReactNode;
	field?: string;
	inline?: boolean;
}

/** A piece of text with the looks of one. */
export function Article({ children, field, inline = false }: ArticleProps) {
	return (
		<Box data-field={field} sx={inline ? INLINE : LOOKS}>
			{children}
		</Box>
	);
}

const PRE = {
	p: 1.5,
	borderRadius: 1,
	bgcolor: "action.hover",
	overflow: "auto",
	fontSize: 13,
	lineHeight: 1.5
};

const LOOKS = {
	fontSize: 15,
	lineHeight: 1.65,
	overflowWrap: "anywhere",
	maxWidth: "72ch",
	"& h1, & h2, & h3, & h4": { lineHeight: 1.3, mt: 2.5, mb: 1, fontWeight: 650 },
	"& h1": { fontSize: "1.45rem" },
	"& h2": { fontSize: "1.2rem" },
	"& h3, & h4": { fontSize: "1.05rem" },
	"& > div > :first-of-type": { mt: 0 },
	"& p, & ul, & ol, & table, & pre, & aside": { my: 1.25 },
	"& li + li": { mt: 0.5 },
	"& a": { color: "primary.main" },
	"& img": { maxWidth: "100%", borderRadius: 1 },
	"& pre": PRE,
	"& code": { fontFamily: "ui-monospace, monospace", fontSize: "0.92em" },
	"& :not(pre) > code": { bgcolor: "action.hover", px: 0.5, borderRadius: 0.5 },
	"& table": { borderCollapse: "collapse", display: "block", overflow: "auto" },
	"& th, & td": { border: 1, borderColor: "divider", px: 1, py: 0.5, textAlign: "start" },
	"& blockquote": {
		borderLeft: 3,
		borderColor: "divider",
		ml: 0,
		pl: 2,
		color: "text.secondary"
	},
	"& aside.callout": {
		borderLeft: 4,
		borderColor: "info.main",
		bgcolor: "action.hover",
		borderRadius: 1,
		px: 2,
		py: 0.5
	},
	"& aside.callout-warning, & aside.callout-important": { borderColor: "warning.main" },
	"& aside.callout-tip": { borderColor: "success.main" },
	"& aside.callout-example": { borderColor: "secondary.main" },
	"& .callout-title": { fontWeight: 650, mb: 0 },
	"& mark": MARKED,
	"& mark.is-chosen": { outline: 3, outlineColor: "primary.main", outlineStyle: "solid" }
} satisfies SxProps<Theme>;

const INLINE = {
	...LOOKS,
	fontSize: 14,
	"& p": { my: 0 },
	"& pre": { ...PRE, my: 0.5 }
} satisfies SxProps<Theme>;
