/** Takes a step with an item, based on the revision that is on the page. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { request } from "../../../api/http.ts";
import { useTell } from "../../../layout/useTell.tsx";
import { apiOf, type Item } from "../item.ts";
import type { StepName } from "./steps.ts";

export function useTakeStep(item: Item) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell } = useTell();
	/** Throws what the server says against it. */
	return async (step: StepName, body: object): Promise<void> => {
		try {
			await request(`${apiOf(item.id)}/${step}`, {
				method: "POST",
				headers: { "if-match": `"${item.rev}"` },
				body
			});
			tell(translate(`content.steps.done.${step}`, { title: item.title }));
		} finally {
			await client.invalidateQueries({ queryKey: ["content"] });
		}
	};
}
