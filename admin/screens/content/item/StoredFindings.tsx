/** The findings of an item's last check, and a check now. */
import FactCheck from "@mui/icons-material/FactCheck";
import { Button, Chip, CircularProgress, Divider, Stack, Typography } from "@mui/material";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useTranslate } from "react-admin";
import { request } from "../../../api/http.ts";
import { Problem } from "../../../layout/Problem.tsx";
import { useTell } from "../../../layout/useTell.tsx";
import { FindingCard } from "../FindingCard.tsx";
import { inOrder, type Finding } from "../findings.ts";

type Stored = Finding & { id: string; state: string };

const LOOK_EVERY_MS = 400;
const ENDED = ["done", "failed", "cancelled"];

export function StoredFindings({ itemId }: { itemId: string }) {
	const translate = useTranslate();
	const queryKey = ["qualityFindings", "of", itemId];
	const { data, error, refetch } = useQuery({
		queryKey,
		queryFn: async ({ signal }) => {
			const filter = `filter[itemId]=${encodeURIComponent(itemId)}&filter[state][nin]=closed,fixed`;
			const path = `/quality/findings?${filter}&pageSize=100`;
			return (await request<{ data: Stored[] }>(path, { signal })).body.data;
		}
	});
	const { check, isChecking } = useCheck(itemId);
	return (
		<Stack sx={{ gap: 1 }}>
			<Stack direction="row" sx={{ gap: 1, alignItems: "center" }}>
				<Typography variant="body2" role="status" sx={{ flexGrow: 1 }}>
					{data && translate("content.findings.count", { smart_count: data.length })}
				</Typography>
				{isChecking && (
					<CircularProgress
						size={16}
						aria-label={translate("content.findings.checking")}
					/>
				)}
				<Button
					variant="outlined"
					startIcon={<FactCheck />}
					disabled={isChecking}
					onClick={() => void check()}
				>
					{translate("content.findings.checkNow")}
				</Button>
			</Stack>
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			<Stack
				component="ul"
				divider={<Divider component="li" aria-hidden />}
				sx={{ m: 0, p: 0, listStyle: "none" }}
			>
				{inOrder(data ?? []).map(finding => (
					<li key={finding.id}>
						<FindingCard finding={finding}>
							{finding.state !== "open" && (
								<Chip
									size="small"
									label={translate(`content.findings.states.${finding.state}`)}
								/>
							)}
							<Link to={`/qualityFindings/${finding.id}/show`}>
								{translate("content.findings.more")}
							</Link>
						</FindingCard>
					</li>
				))}
			</Stack>
		</Stack>
	);
}

/** Has the item checked as it is saved, and waits until that is done. */
function useCheck(itemId: string) {
	const client = useQueryClient();
	const { tellError } = useTell();
	const [isChecking, setChecking] = useState(false);
	const check = async () => {
		setChecking(true);
		try {
			const body = { itemId };
			const started = await request<{ id: string }>("/quality/checks", {
				method: "POST",
				body
			});
			await ended(started.body.id);
		} catch (error) {
			tellError(error);
		}
		await client.invalidateQueries({ queryKey: ["qualityFindings"] });
		setChecking(false);
	};
	return { check, isChecking };
}

async function ended(checkId: string): Promise<void> {
	for (;;) {
		const { body } = await request<{ state: string }>(`/quality/checks/${checkId}`);
		if (ENDED.includes(body.state)) return;
		await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
	}
}
