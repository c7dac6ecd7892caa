/** A value as people read it, by the schema of its field. */
import Check from "@mui/icons-material/Check";
import Remove from "@mui/icons-material/Remove";
import { Box, Chip, Stack, Typography } from "@mui/material";
import { useLocale, useTranslate } from "react-admin";
import { useScreen, type JsonSchema } from "../../api/screens.ts";
import { kindOf, plain } from "../kinds.ts";
import { useChoice, useLabel } from "../labels.ts";
import { MarkdownValue } from "../markdown/MarkdownValue.tsx";
import { Reference } from "./Reference.tsx";

interface ValueProps {
	value: unknown;
	schema: JsonSchema;
	/** In a cell of a table: one line. */
	dense?: boolean;
	/** The collection that the field is of, for the labels of what lies inside. */
	resource: string;
	path: string;
}

const NOTHING = "–";

/** Shows what is there; a dash for nothing. */
export function Value(props: ValueProps) {
	const { value, schema, dense = false } = props;
	if (value === undefined || value === null || value === "") return <>{NOTHING}</>;
	switch (kindOf(schema)) {
		case "boolean":
			return <Truth value={value === true} />;
		case "date":
			return <Time value={String(value)} dense={dense} />;
		case "choice":
			return <Choice value={value} />;
		case "reference":
			return <Reference id={String(value)} to={plain(schema)["x-reference"]!} />;
		case "references":
			return (
				<Chips values={value as string[]}>
					{id => <Reference id={id} to={plain(schema).items!["x-reference"]!} />}
				</Chips>
			);
		case "tags":
		case "choices":
			return <Chips values={value as string[]}>{text => text}</Chips>;
		case "number":
			return <Count value={Number(value)} />;
		case "group":
			return dense ? <Summary value={value} /> : <Group {...props} />;
		case "entries":
			return dense ? <Amount value={value} /> : <Entries {...props} />;
		case "json":
			return dense ? (
				<Summary value={value} />
			) : (
				<Pre text={JSON.stringify(value, null, 2)} />
			);
		case "code":
			return dense ? <OneLine text={String(value)} /> : <Pre text={String(value)} />;
		case "markdown":
			return dense ? (
				<OneLine text={String(value)} />
			) : (
				<MarkdownValue text={String(value)} />
			);
		default:
			return dense ? <OneLine text={String(value)} /> : <Paragraphs text={String(value)} />;
	}
}

function Truth({ value }: { value: boolean }) {
	const translate = useTranslate();
	const label = translate(value ? "ra.boolean.true" : "ra.boolean.false");
	const Icon = value ? Check : Remove;
	return (
		<Icon
			fontSize="small"
			titleAccess={label}
			color={value ? "success" : "disabled"}
			sx={{ verticalAlign: "middle" }}
		/>
	);
}

/** A moment in the reader's own time and language. */
export function Time({ value, dense = false }: { value: string; dense?: boolean }) {
	const locale = useLocale();
	const date = new Date(value);
	if (Number.isNaN(date.getTime())) return <>{value}</>;
	const style = dense ? "short" : "medium";
	const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: style });
	return (
		<time dateTime={value} style={{ whiteSpace: "nowrap" }}>
			{format.format(date)}
		</time>
	);
}

function Count({ value }: { value: number }) {
	const locale = useLocale();
	return <>{new Intl.NumberFormat(locale).format(value)}</>;
}

/** Words that mean a state have its colour everywhere. */
const COLOURS: Record<string, "success" | "warning" | "error" | "info"> = {
	active: "success",
	published: "success",
	sent: "success",
	succeeded: "success",
	started: "success",
	ok: "success",
	waiting: "warning",
	queued: "warning",
	warning: "warning",
	starting: "warning",
	failed: "error",
	refused: "error",
	critical: "error",
	planned: "info",
	draft: "info"
};

/** One of several words. */
export function Choice({ value }: { value: unknown }) {
	const choice = useChoice();
	const colour = COLOURS[String(value)];
	return (
		<Chip size="small" variant="outlined" color={colour ?? "default"} label={choice(value)} />
	);
}

function Chips({
	values,
	children
}: {
	values: string[];
	children: (value: string) => React.ReactNode;
}) {
	if (values.length === 0) return <>{NOTHING}</>;
	return (
		<Stack direction="row" sx={{ gap: 0.5, flexWrap: "wrap" }}>
			{values.map(value => (
				<Chip key={value} size="small" label={children(value)} />
			))}
		</Stack>
	);
}

function Amount({ value }: { value: unknown }) {
	return <>{Array.isArray(value) ? value.length : NOTHING}</>;
}

function Summary({ value }: { value: unknown }) {
	return <OneLine text={JSON.stringify(value)} />;
}

function OneLine({ text }: { text: string }) {
	const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text;
	return <span title={text.length > 80 ? text.slice(0, 500) : undefined}>{shown}</span>;
}

function Paragraphs({ text }: { text: string }) {
	return (
		<Typography
			component="div"
			variant="body2"
			sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
		>
			{text}
		</Typography>
	);
}

/** Code and data as they are. */
export function Pre({ text }: { text: string }) {
	return (
		<Box
			component="pre"
			tabIndex={0}
			sx={{
				m: 0,
				p: 1.5,
				borderRadius: 1,
				bgcolor: "action.hover",
				overflow: "auto",
				maxHeight: 360,
				fontSize: 13,
				fontFamily: "ui-monospace, monospace"
			}}
		>
			{text}
		</Box>
	);
}

function Entries({ value, schema, resource, path }: ValueProps) {
	const list = value as Record<string, unknown>[];
	if (list.length === 0) return <>{NOTHING}</>;
	const items = plain(schema).items!;
	return (
		<Stack sx={{ gap: 1 }}>
			{list.map((entry, index) => (
				<Box key={index} sx={{ borderLeft: 2, borderColor: "divider", pl: 1.5 }}>
					<Group value={entry} schema={items} resource={resource} path={path} />
				</Box>
			))}
		</Stack>
	);
}

function Group({ value, schema, resource, path }: ValueProps) {
	const screen = useScreen(resource);
	const label = useLabel(screen ?? { name: resource, labels: {} });
	const properties = Object.entries(plain(schema).properties ?? {});
	const fields = value as Record<string, unknown>;
	return (
		<Box
			component="dl"
			sx={{ m: 0, display: "grid", gridTemplateColumns: "max-content 1fr", columnGap: 2 }}
		>
			{properties
				.filter(([key]) => fields[key] !== undefined)
				.map(([key, own]) => (
					<Box key={key} sx={{ display: "contents" }}>
						<Typography component="dt" variant="body2" color="textSecondary">
							{label(`${path}.${key}`)}
						</Typography>
						<Typography component="dd" variant="body2" sx={{ m: 0, minWidth: 0 }}>
							<Value
								value={fields[key]}
								schema={own}
								resource={resource}
								path={`${path}.${key}`}
							/>
						</Typography>
					</Box>
				))}
		</Box>
	);
}
