/** A field before and after a change: texts line by line, everything else beside each other. */
import { Box, Typography } from "@mui/material";
import { diffLines } from "diff";
import type { JsonSchema } from "../../api/screens.ts";
import { Value } from "../fields/Value.tsx";
import { isShort, kindOf } from "../kinds.ts";

interface DifferenceProps {
	label: string;
	schema: JsonSchema;
	resource: string;
	path: string;
	before: unknown;
	after: unknown;
}

export function Difference({ label, schema, resource, path, before, after }: DifferenceProps) {
	const shared = { schema, resource, path, dense: true };
	return (
		<Box
			sx={{
				display: "grid",
				gridTemplateColumns: { xs: "1fr", sm: "160px 1fr" },
				gap: 1,
				mb: 0.5
			}}
		>
			<Typography variant="body2" color="textSecondary">
				{label}
			</Typography>
			{isShort(kindOf(schema)) ? (
				<Typography
					variant="body2"
					component="div"
					sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}
				>
					<Box component="del" sx={{ color: "error.main" }}>
						<Value {...shared} value={before} />
					</Box>
					<span aria-hidden>→</span>
					<Box component="ins" sx={{ color: "success.main", textDecoration: "none" }}>
						<Value {...shared} value={after} />
					</Box>
				</Typography>
			) : (
				<Lines before={asText(before)} after={asText(after)} />
			)}
		</Box>
	);
}

function Lines({ before, after }: { before: string; after: string }) {
	return (
		<Box
			component="pre"
			tabIndex={0}
			sx={{
				m: 0,
				fontSize: 13,
				maxHeight: 280,
				overflow: "auto",
				fontFamily: "ui-monospace, monospace"
			}}
		>
			{diffLines(before, after).map((part, index) => (
				<Box
					key={index}
					component={part.added ? "ins" : part.removed ? "del" : "span"}
					sx={{
						display: "block",
						textDecoration: "none",
						whiteSpace: "pre-wrap",
						color: part.added
							? "success.main"
							: part.removed
								? "error.main"
								: "text.secondary"
					}}
				>
					{marked(part.value, part.added ? "+ " : part.removed ? "− " : "  ")}
				</Box>
			))}
		</Box>
	);
}

function marked(text: string, mark: string) {
	return text
		.replace(/\n$/, "")
		.split("\n")
		.map(line => mark + line)
		.join("\n");
}

function asText(value: unknown): string {
	if (value === undefined || value === null) return "";
	return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
