/** What the server says of the role in the form while it is edited: what is wrong, and whom it would change what for. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { request } from "../../api/http.ts";
import type { FieldProblem } from "../../api/problem.ts";
import { usePermitted } from "../../layout/usePermitted.ts";
import { useDebounced } from "../content/useDebounced.ts";
import type { Rule } from "./rules.ts";

export interface Extent {
	documents: "all" | "some" | "none";
	/** Null for all of them. */
	fields: string[] | null;
}

export interface RoleChange {
	subject: string;
	actions: string[];
	before: Extent;
	after: Extent;
	users: number;
}

export interface RolePreview {
	problems: FieldProblem[];
	users: { total: number; first: { id: string; name: string }[] };
	changes: RoleChange[];
}

/** A moment after the last change. */
const AFTER_MS = 300;

export function useRolePreview() {
	const isPermitted = usePermitted()({ action: "explain", subject: "Access" });
	const { name, rules } = useWatch() as { name?: string; rules?: Rule[] };
	const draft = useDebounced(JSON.stringify({ name: name ?? "", rules: rules ?? [] }), AFTER_MS);
	return useQuery({
		queryKey: ["rolePreview", draft],
		enabled: isPermitted,
		queryFn: async ({ signal }) => {
			const body = JSON.parse(draft) as object;
			const options = { method: "POST", body, signal };
			return (await request<RolePreview>("/roles/preview", options)).body;
		},
		// Who has the role changes without the form.
		gcTime: 0,
		placeholderData: keepPreviousData
	});
}
