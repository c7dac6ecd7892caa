/** Does something to a plugin, and says how that went. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { useTell } from "../../layout/useTell.tsx";

export type PluginVerb = "enable" | "disable" | "reload" | "rollback" | "remove";

export function usePluginAction(name: string) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell, tellError } = useTell();
	const [busy, setBusy] = useState<PluginVerb | null>(null);

	async function run(verb: PluginVerb): Promise<boolean> {
		setBusy(verb);
		try {
			const isRemoval = verb === "remove";
			const path = `/plugins/${name}${isRemoval ? "" : `/${verb}`}`;
			await request(path, isRemoval ? { method: "DELETE" } : { method: "POST", body: {} });
			tell(translate(`lyceum.plugins.done.${verb}`, { name }));
			return true;
		} catch (error) {
			tellError(error);
			return false;
		} finally {
			setBusy(null);
			await client.invalidateQueries({ queryKey: ["plugins"] });
		}
	}

	return { run, busy };
}
