/** The steps of a finding: each is asked of the server, which decides, and then everything is read anew. */
import { useQueryClient } from "@tanstack/react-query";
import { request } from "../../api/http.ts";
import type { Finding } from "./quality.ts";

export type Step = "fix" | "done" | "waive" | "reopen" | "assign" | "release";

export function useFindingSteps() {
	const client = useQueryClient();
	return async ({ id }: Pick<Finding, "id">, step: Step, body: object = {}): Promise<Finding> => {
		try {
			const answer = await request<Finding>(`/quality/findings/${id}/${step}`, {
				method: "POST",
				body
			});
			return answer.body;
		} finally {
			for (const key of ["qualityFindings", "qualityItems"])
				void client.invalidateQueries({ queryKey: [key] });
		}
	};
}
