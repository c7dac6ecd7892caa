/** Where one is signed in; each can be ended. */
import { Button, Chip, List, ListItem, ListItemText } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { Time } from "../../generic/fields/Value.tsx";
import { Problem } from "../../layout/Problem.tsx";
import { useTell } from "../../layout/useTell.tsx";
import { useRequest } from "../useRequest.ts";

interface OwnSession {
	id: string;
	device: string;
	address: string;
	lastUsedAt: string;
	current: boolean;
}

const KEY = ["own-sessions"];

export function OwnSessions() {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tellError } = useTell();
	const { data, error, refetch } = useRequest<{ data: OwnSession[] }>("/auth/sessions", {
		key: KEY
	});
	const end = async (id: string) => {
		await request(`/auth/sessions/${id}`, { method: "DELETE" }).catch(tellError);
		await client.invalidateQueries({ queryKey: KEY });
	};
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	return (
		<List dense disablePadding>
			{(data?.data ?? []).map(session => (
				<ListItem key={session.id} disableGutters>
					<ListItemText
						primary={
							<>
								{session.device}{" "}
								{session.current && (
									<Chip
										size="small"
										color="success"
										variant="outlined"
										label={translate("lyceum.account.current")}
									/>
								)}
							</>
						}
						secondary={
							<>
								{session.address} · <Time dense value={session.lastUsedAt} />
							</>
						}
					/>
					{!session.current && (
						<Button
							aria-label={`${translate("lyceum.account.end")}: ${session.device}`}
							onClick={() => void end(session.id)}
						>
							{translate("lyceum.account.end")}
						</Button>
					)}
				</ListItem>
			))}
		</List>
	);
}
