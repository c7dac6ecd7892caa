/** The tasks, with what is queued by the clock above them. */
import { Box, Button, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Time } from "../../generic/fields/Value.tsx";
import { CollectionList } from "../../generic/list/CollectionList.tsx";
import { Overview } from "../../layout/Overview.tsx";
import { usePermitted } from "../../layout/usePermitted.ts";
import { useRequest } from "../useRequest.ts";

interface Schedule {
	name: string;
	job: string;
	description: string;
	cron: string;
	timezone: string;
	nextAt: string | null;
	lastAt: string | null;
}

const LOOK_EVERY_MS = 30_000;
const COLUMNS = ["schedule", "when", "next", "last"];

export function TaskList() {
	const translate = useTranslate();
	const isPermitted = usePermitted();
	const [isOpen, setOpen] = useState(false);
	const mayRead = isPermitted({ action: "read", subject: "Schedule" });
	return (
		<CollectionList
			actions={
				mayRead && (
					<Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
						{translate("lyceum.schedules.label")}
					</Button>
				)
			}
			over={isOpen && <Schedules />}
		/>
	);
}

function Schedules() {
	const translate = useTranslate();
	const { data } = useRequest<{ data: Schedule[] }>("/tasks/schedules", {
		everyMs: LOOK_EVERY_MS
	});
	return (
		<Box sx={{ mb: 2 }}>
			<Overview
				label={translate("lyceum.schedules.label")}
				columns={COLUMNS.map(column => translate(`lyceum.schedules.${column}`))}
			>
				{(data?.data ?? []).map(({ name, description, cron, timezone, nextAt, lastAt }) => (
					<TableRow key={name} hover>
						<TableCell sx={{ minWidth: 200 }}>
							<strong>{name}</strong>
							<Typography variant="body2" color="textSecondary">
								{description}
							</Typography>
						</TableCell>
						<TableCell>
							<code>{cron}</code> {timezone}
						</TableCell>
						<TableCell>{nextAt ? <Time dense value={nextAt} /> : "–"}</TableCell>
						<TableCell>{lastAt ? <Time dense value={lastAt} /> : "–"}</TableCell>
					</TableRow>
				))}
			</Overview>
		</Box>
	);
}
