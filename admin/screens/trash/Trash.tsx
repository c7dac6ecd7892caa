/** What was removed and can still be restored, collection by collection. */
import {
	Button,
	Stack,
	TablePagination,
	TableCell,
	TableRow,
	ToggleButton,
	ToggleButtonGroup,
	Typography
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { useScreens, type Screen } from "../../api/screens.ts";
import { Reference } from "../../generic/fields/Reference.tsx";
import { Time } from "../../generic/fields/Value.tsx";
import { useScreenName } from "../../generic/useScreenName.ts";
import { Overview } from "../../layout/Overview.tsx";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useTell } from "../../layout/useTell.tsx";
import { useRequest } from "../useRequest.ts";

interface Summary {
	data: { collection: string; total: number }[];
	total: number;
}

interface Removed {
	id: string;
	removedAt: string;
	purgeAt: string;
	removedBy: string | null;
	document: Record<string, unknown>;
}

const PAGE_SIZE = 25;
const COLUMNS = ["document", "removed", "by", "purge", "do"];

export function Trash() {
	const translate = useTranslate();
	const { screens } = useScreens();
	const names = useScreenName();
	const [chosen, setChosen] = useState<string | null>(null);
	const { data, error, refetch } = useRequest<Summary>("/trash", { key: ["trash"] });
	const filled = (data?.data ?? []).flatMap(({ collection, total }) => {
		const screen = screens.find(({ name }) => name === collection);
		return screen && total > 0 ? [{ screen, total }] : [];
	});
	const shown = filled.find(({ screen }) => screen.name === chosen) ?? filled[0];
	return (
		<Page title={translate("lyceum.trash.label")}>
			<Stack sx={{ gap: 2 }}>
				<Typography variant="body2" color="textSecondary">
					{translate("lyceum.trash.help")}
				</Typography>
				{error && <Problem error={error} onRetry={() => void refetch()} />}
				{data && !shown && <Typography>{translate("lyceum.trash.empty")}</Typography>}
				{shown && (
					<>
						<ToggleButtonGroup
							exclusive
							size="small"
							value={shown.screen.name}
							aria-label={translate("lyceum.trash.collections")}
							onChange={(_event, name: string | null) => name && setChosen(name)}
							sx={{ flexWrap: "wrap" }}
						>
							{filled.map(({ screen, total }) => (
								<ToggleButton key={screen.name} value={screen.name}>
									{names.many(screen)} ({total})
								</ToggleButton>
							))}
						</ToggleButtonGroup>
						<RemovedList key={shown.screen.name} screen={shown.screen} />
					</>
				)}
			</Stack>
		</Page>
	);
}

function RemovedList({ screen }: { screen: Screen }) {
	const translate = useTranslate();
	const [page, setPage] = useState(0);
	const path = `/trash/${screen.name}?page=${page + 1}&pageSize=${PAGE_SIZE}`;
	const { data, error, refetch } = useRequest<{ data: Removed[]; total: number }>(path, {
		key: ["trash", screen.name, page]
	});
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	return (
		<div>
			<Overview
				label={translate("lyceum.trash.label")}
				columns={COLUMNS.map(column => translate(`lyceum.trash.${column}`))}
			>
				{(data?.data ?? []).map(removed => (
					<RemovedRow key={removed.id} removed={removed} screen={screen} />
				))}
			</Overview>
			{data && data.total > PAGE_SIZE && (
				<TablePagination
					component="div"
					count={data.total}
					page={page}
					rowsPerPage={PAGE_SIZE}
					rowsPerPageOptions={[PAGE_SIZE]}
					onPageChange={(_event, next) => setPage(next)}
				/>
			)}
		</div>
	);
}

function RemovedRow({ removed, screen }: { removed: Removed; screen: Screen }) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell, tellError } = useTell();
	const [isBusy, setBusy] = useState(false);
	const { id, removedAt, purgeAt, removedBy, document } = removed;
	const named = document[screen.title];
	const title = typeof named === "string" && named !== "" ? named : id;
	const restore = async () => {
		setBusy(true);
		try {
			const path = `${screen.path}/${encodeURIComponent(id)}/restore`;
			await request(path, { method: "POST" });
			tell(translate("lyceum.changes.restored", { title }));
			await Promise.all([
				client.invalidateQueries({ queryKey: ["trash"] }),
				client.invalidateQueries({ queryKey: [screen.name] })
			]);
		} catch (error) {
			tellError(error);
		}
		setBusy(false);
	};
	return (
		<TableRow hover>
			<TableCell sx={{ minWidth: 180, overflowWrap: "anywhere" }}>{title}</TableCell>
			<TableCell>
				<Time dense value={removedAt} />
			</TableCell>
			<TableCell>
				{removedBy ? (
					<Reference id={removedBy} to="users" />
				) : (
					translate("lyceum.history.system")
				)}
			</TableCell>
			<TableCell>
				<Time dense value={purgeAt} />
			</TableCell>
			<TableCell>
				<Button
					disabled={isBusy}
					onClick={() => void restore()}
					aria-label={`${translate("lyceum.trash.restore")} ${title}`}
				>
					{translate("lyceum.trash.restore")}
				</Button>
			</TableCell>
		</TableRow>
	);
}
