/** The durable streams: how much they hold, who reads them, and what failed. */
import { Button, TableCell, TableRow, Typography } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { Time } from "../../generic/fields/Value.tsx";
import { Overview } from "../../layout/Overview.tsx";
import { Page } from "../../layout/Page.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useTell } from "../../layout/useTell.tsx";
import { useRequest } from "../useRequest.ts";

interface StreamGroup {
	group: string;
	lag: number;
}

interface Stream {
	name: string;
	description: string;
	owner: string;
	messages: number;
	waiting: number;
	newestAt: string | null;
	groups: StreamGroup[];
	deadLetters: number;
}

const LOOK_EVERY_MS = 5000;
const COLUMNS = ["stream", "messages", "waiting", "newest", "groups", "deadLetters"];

export function StreamList() {
	const translate = useTranslate();
	const { data, error, refetch } = useRequest<{ data: Stream[] }>("/streams", {
		everyMs: LOOK_EVERY_MS
	});
	return (
		<Page title={translate("lyceum.streams.label")}>
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			<Overview
				label={translate("lyceum.streams.label")}
				columns={COLUMNS.map(column => translate(`lyceum.streams.${column}`))}
			>
				{(data?.data ?? []).map(stream => (
					<StreamRow key={stream.name} stream={stream} />
				))}
			</Overview>
		</Page>
	);
}

function StreamRow({ stream }: { stream: Stream }) {
	const { name, description, messages, waiting, newestAt, groups, deadLetters } = stream;
	const where = [{ field: "stream", operator: "eq", value: name }];
	const filter = encodeURIComponent(JSON.stringify({ where }));
	return (
		<TableRow hover>
			<TableCell sx={{ minWidth: 220 }}>
				<strong>{name}</strong>
				<Typography variant="body2" color="textSecondary">
					{description}
				</Typography>
			</TableCell>
			<TableCell>{messages}</TableCell>
			<TableCell>{waiting}</TableCell>
			<TableCell>{newestAt ? <Time dense value={newestAt} /> : "–"}</TableCell>
			<TableCell>{groups.map(({ group }) => group).join(", ") || "–"}</TableCell>
			<TableCell>
				{deadLetters === 0 ? (
					"0"
				) : (
					<>
						<Link
							to={`/deadLetters?filter=${filter}`}
							sx={{ display: "inline-block", p: 1 }}
						>
							{deadLetters}
						</Link>{" "}
						<ReplayAll stream={name} />
					</>
				)}
			</TableCell>
		</TableRow>
	);
}

function ReplayAll({ stream }: { stream: string }) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell, tellError } = useTell();
	const replay = async () => {
		try {
			const answer = await request<{ replayed: number }>("/streams/dead-letters/replay", {
				method: "POST",
				body: { stream }
			});
			tell(translate("lyceum.streams.replayed", { smart_count: answer.body.replayed }));
		} catch (error) {
			tellError(error);
		}
		await client.invalidateQueries();
	};
	return <Button onClick={() => void replay()}>{translate("lyceum.streams.replayAll")}</Button>;
}
