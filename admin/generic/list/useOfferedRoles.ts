/** The roles that the user may share something with: one's own, or all for whoever looks after roles. */
import { useGetList } from "react-admin";
import { useScreen } from "../../api/screens.ts";
import { usePermitted } from "../../layout/usePermitted.ts";
import { useRequest } from "../../screens/useRequest.ts";

/** They are there without a document of theirs. */
const ALWAYS = ["student", "teacher", "admin"];

export function useOfferedRoles(): string[] {
	const mayAll = usePermitted()({ action: "update", subject: "Role" });
	const isListed = useScreen("roles") !== undefined && mayAll;
	const { data: me } = useRequest<{ roles: string[] }>("/auth/me");
	const pagination = { page: 1, perPage: 100 };
	const sort = { field: "name", order: "ASC" as const };
	const { data: made = [] } = useGetList("roles", { pagination, sort }, { enabled: isListed });
	const names = [
		...(mayAll ? ALWAYS : []),
		...(me?.roles ?? []),
		...made.map(({ name }) => String(name))
	];
	return [...new Set(names)];
}
