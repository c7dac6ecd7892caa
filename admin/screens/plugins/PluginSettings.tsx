/** The settings of a plugin as a form made of its schema. */
import { Button, Stack } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { Form, useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { ApiError } from "../../api/problem.ts";
import { InputOf } from "../../generic/inputs/InputOf.tsx";
import { useTell } from "../../layout/useTell.tsx";
import { patchOf } from "../../providers/patch.ts";
import type { Plugin } from "./plugin.ts";

export function PluginSettings({ plugin }: { plugin: Plugin }) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell, tellError } = useTell();
	const fields = Object.entries(plugin.settingsSchema.properties ?? {});
	if (fields.length === 0) return <>{translate("lyceum.plugins.noSettings")}</>;
	const save = async (values: object) => {
		const changed = patchOf(plugin.settings, values);
		try {
			const path = `/plugins/${plugin.name}/settings`;
			const body = (await request<Plugin>(path, { method: "PATCH", body: changed })).body;
			client.setQueryData(["plugins", plugin.name], body);
			tell(translate("lyceum.plugins.settingsSaved"));
			return undefined;
		} catch (error) {
			tellError(error);
			return error instanceof ApiError
				? (error.body as { errors?: object } | null)?.errors
				: undefined;
		}
	};
	return (
		<Form record={plugin.settings} onSubmit={save} key={plugin.desired.revision}>
			<Stack sx={{ gap: 1.5 }}>
				{fields.map(([name, schema]) => (
					<InputOf
						key={name}
						source={name}
						label={schema.title}
						schema={schema}
						required={plugin.settingsSchema.required?.includes(name) ?? false}
					/>
				))}
				<div>
					<Button type="submit" variant="contained">
						{translate("ra.action.save")}
					</Button>
				</div>
			</Stack>
		</Form>
	);
}
