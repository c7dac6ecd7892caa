/** The versions of an item, what differs between two of them, and the way back to an earlier one. */
import RestoreIcon from "@mui/icons-material/Restore";
import {
	Box,
	Button,
	Card,
	CardContent,
	Chip,
	List,
	ListItem,
	MenuItem,
	Stack,
	TextField,
	Typography
} from "@mui/material";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../../api/http.ts";
import { Reference } from "../../../generic/fields/Reference.tsx";
import { Time } from "../../../generic/fields/Value.tsx";
import { useLabel } from "../../../generic/labels.ts";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import { Problem } from "../../../layout/Problem.tsx";
import { useTell } from "../../../layout/useTell.tsx";
import { apiOf, type Item, type Status } from "../item.ts";
import { asLines } from "./asLines.ts";
import { SideBySide } from "./SideBySide.tsx";
import { useMay } from "./steps.ts";

interface Version {
	rev: number;
	at: string;
	byId: string | null;
	action: string | null;
	status: Status;
	title: string;
	changed: string[];
	published: boolean;
}

interface Differences {
	from: number;
	to: number;
	differences: { field: string; before: unknown; after: unknown }[];
}

const SHOWN = 50;

export function Versions({ item }: { item: Item }) {
	const translate = useTranslate();
	const [from, setFrom] = useState<number | null>(null);
	const [to, setTo] = useState<number | null>(null);
	const [shown, setShown] = useState(SHOWN);
	const { data, error, refetch } = useQuery({
		queryKey: ["content", "versions", item.id, item.rev, shown],
		queryFn: async ({ signal }) => {
			const path = `${apiOf(item.id)}/versions?pageSize=${Math.min(100, shown)}`;
			return (await request<{ data: Version[]; total: number }>(path, { signal })).body;
		},
		placeholderData: before => before
	});
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	const latest = to ?? item.rev;
	const earlier = from ?? usualFrom(data.data, latest, item.publishedRev);
	const choose = (rev: number) => {
		setTo(item.rev);
		setFrom(rev);
	};
	return (
		<Box sx={LAYOUT}>
			<Card component="section" aria-label={translate("content.versions.label")}>
				<List dense disablePadding>
					{data.data.map(version => (
						<VersionRow
							key={version.rev}
							version={version}
							item={item}
							isShown={version.rev === earlier || version.rev === latest}
							onCompare={() => choose(version.rev)}
						/>
					))}
				</List>
				{data.total > data.data.length && (
					<Button onClick={() => setShown(shown + SHOWN)}>
						{translate("lyceum.history.more")}
					</Button>
				)}
			</Card>
			<Card component="section" aria-label={translate("content.versions.differences")}>
				<CardContent>
					<Stack direction="row" sx={{ gap: 1.5, mb: 2, flexWrap: "wrap" }}>
						<RevSelect
							label={translate("content.versions.from")}
							versions={data.data}
							rev={earlier}
							onChange={setFrom}
						/>
						<RevSelect
							label={translate("content.versions.to")}
							versions={data.data}
							rev={latest}
							onChange={setTo}
						/>
					</Stack>
					<DifferencesOf item={item} from={earlier} to={latest} />
				</CardContent>
			</Card>
		</Box>
	);
}

const LAYOUT = {
	display: "grid",
	gap: 2,
	alignItems: "start",
	gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "300px minmax(0, 1fr)" }
};

/** What is published is compared with; else the version before. */
function usualFrom(versions: Version[], latest: number, publishedRev: number | null): number {
	if (publishedRev !== null && publishedRev !== latest) return publishedRev;
	const at = versions.findIndex(({ rev }) => rev === latest);
	return versions[at + 1]?.rev ?? latest;
}

interface VersionRowProps {
	version: Version;
	item: Item;
	isShown: boolean;
	onCompare: () => void;
}

function VersionRow({ version, item, isShown, onCompare }: VersionRowProps) {
	const translate = useTranslate();
	const { restore, isBusy } = useRestore(item);
	const may = useMay(item);
	const { rev, at, byId, status, published, changed } = version;
	const isLatest = rev === item.rev;
	return (
		<ListItem
			divider
			sx={{
				display: "block",
				borderLeft: 3,
				borderLeftColor: isShown ? "primary.main" : "transparent"
			}}
		>
			<Stack direction="row" sx={{ gap: 0.75, alignItems: "center", flexWrap: "wrap" }}>
				<Typography variant="subtitle2" component="h2">
					{translate("content.versions.rev", { rev })}
				</Typography>
				<Typography variant="body2" color="textSecondary">
					{translate(`content.statuses.${status}`)}
				</Typography>
				{published && (
					<Chip
						size="small"
						color="success"
						label={translate("content.versions.isPublished")}
					/>
				)}
				{isLatest && <Chip size="small" label={translate("content.versions.isLatest")} />}
			</Stack>
			<Typography variant="body2" color="textSecondary" component="div">
				<Time dense value={at} />
				{byId && (
					<>
						{" · "}
						<Reference id={byId} to="users" />
					</>
				)}
			</Typography>
			<ChangedFields fields={changed} />
			{!isLatest && (
				<Stack direction="row" sx={{ gap: 0.5 }}>
					<Button size="small" onClick={onCompare}>
						{translate("content.versions.compare")}
					</Button>
					{may("update") && (
						<Button
							size="small"
							startIcon={<RestoreIcon />}
							disabled={isBusy}
							onClick={() => void restore(rev)}
						>
							{translate("content.versions.restore")}
						</Button>
					)}
				</Stack>
			)}
		</ListItem>
	);
}

function ChangedFields({ fields }: { fields: string[] }) {
	const label = useLabel(useResourceScreen());
	if (fields.length === 0) return null;
	return <Typography variant="body2">{fields.map(label).join(", ")}</Typography>;
}

interface RevSelectProps {
	label: string;
	versions: Version[];
	rev: number;
	onChange: (rev: number) => void;
}

function RevSelect({ label, versions, rev, onChange }: RevSelectProps) {
	const translate = useTranslate();
	const revs = versions.map(one => one.rev);
	const all = revs.includes(rev) ? revs : [...revs, rev];
	return (
		<TextField
			select
			label={label}
			value={rev}
			onChange={({ target }) => onChange(Number(target.value))}
			sx={{ minWidth: 150 }}
		>
			{all.map(one => (
				<MenuItem key={one} value={one}>
					{translate("content.versions.rev", { rev: one })}
				</MenuItem>
			))}
		</TextField>
	);
}

interface DifferencesOfProps {
	item: Item;
	from: number;
	to: number;
}

function DifferencesOf({ item, from, to }: DifferencesOfProps) {
	const translate = useTranslate();
	const label = useLabel(useResourceScreen());
	const { data, error, refetch } = useQuery({
		queryKey: ["content", "differences", item.id, from, to],
		queryFn: async ({ signal }) => {
			const path = `${apiOf(item.id)}/differences?from=${from}&to=${to}`;
			return (await request<Differences>(path, { signal })).body;
		}
	});
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	if (data.differences.length === 0)
		return <Typography color="textSecondary">{translate("content.versions.none")}</Typography>;
	return (
		<Stack sx={{ gap: 2 }}>
			{data.differences.map(({ field, before, after }) => (
				<Box key={field}>
					<Typography variant="h3" sx={{ mb: 0.5 }}>
						{label(field)}
					</Typography>
					<SideBySide
						before={asLines(before)}
						after={asLines(after)}
						beforeLabel={translate("content.versions.rev", { rev: from })}
						afterLabel={translate("content.versions.rev", { rev: to })}
					/>
				</Box>
			))}
		</Stack>
	);
}

function useRestore(item: Item) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell, tellError } = useTell();
	const [isBusy, setBusy] = useState(false);
	const restore = async (rev: number) => {
		setBusy(true);
		try {
			await request(`${apiOf(item.id)}/versions/${rev}/restore`, {
				method: "POST",
				headers: { "if-match": `"${item.rev}"` },
				body: {}
			});
			tell(translate("content.versions.restored", { rev }));
		} catch (error) {
			tellError(error);
		}
		setBusy(false);
		await client.invalidateQueries({ queryKey: ["content"] });
	};
	return { restore, isBusy };
}
