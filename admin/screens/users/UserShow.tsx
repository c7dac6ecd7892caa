/** A user, with what leads to what the user may do and where the user is signed in. */
import { Button } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { LinkBase, useNavigate, useShowContext, useTranslate, type RaRecord } from "react-admin";
import { loadScreens } from "../../api/screens.ts";
import { CollectionShow } from "../../generic/show/CollectionShow.tsx";
import { usePermitted } from "../../layout/usePermitted.ts";
import { useTell } from "../../layout/useTell.tsx";
import { viewAs } from "../../providers/viewAs.ts";

export function UserShow() {
	return <CollectionShow actions={<UserActions />} />;
}

function UserActions() {
	const translate = useTranslate();
	const client = useQueryClient();
	const navigate = useNavigate();
	const isPermitted = usePermitted();
	const { tellError } = useTell();
	const { record } = useShowContext<RaRecord>();
	if (!record) return null;
	const id = String(record.id);
	const where = [{ field: "userId", operator: "eq", value: id }];
	const sessions = `/sessions?filter=${encodeURIComponent(JSON.stringify({ where }))}`;
	const look = async () => {
		try {
			await viewAs({ id, name: String(record.name ?? record.email) });
			await loadScreens();
			navigate("/");
			await client.resetQueries();
		} catch (error) {
			tellError(error);
		}
	};
	return (
		<>
			{isPermitted({ action: "read", subject: "Session" }) && (
				<Button component={LinkBase} to={sessions}>
					{translate("resources.sessions.name", { smart_count: 2 })}
				</Button>
			)}
			{isPermitted({ action: "explain", subject: "Access" }) && (
				<Button component={LinkBase} to={`/access?user=${id}`}>
					{translate("lyceum.access.label")}
				</Button>
			)}
			{isPermitted({ action: "viewAs", subject: "User" }) && (
				<Button onClick={() => void look()}>{translate("lyceum.view.begin")}</Button>
			)}
		</>
	);
}
