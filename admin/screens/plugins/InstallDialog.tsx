/** Installs or upgrades a plugin from a file: first what it would do, then a yes to what matters. */
import {
	Alert,
	Button,
	Checkbox,
	Dialog,
	DialogActions,
	DialogContent,
	DialogTitle,
	FormControlLabel,
	LinearProgress,
	Stack
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { FileButton } from "../../layout/FileButton.tsx";
import { useTell } from "../../layout/useTell.tsx";
import type { Plan, Plugin } from "./plugin.ts";
import { PlanView } from "./PlanView.tsx";

interface Consent {
	trust: boolean;
	acceptBreaking: boolean;
	acceptPermissions: boolean;
}

export function InstallDialog({ onClose }: { onClose: () => void }) {
	const translate = useTranslate();
	const client = useQueryClient();
	const { tell } = useTell();
	const [file, setFile] = useState<File | null>(null);
	const [plan, setPlan] = useState<Plan | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [isBusy, setBusy] = useState(false);
	const [consent, setConsent] = useState<Consent>({
		trust: false,
		acceptBreaking: false,
		acceptPermissions: false
	});

	const guarded = async (work: () => Promise<void>) => {
		setBusy(true);
		setProblem(null);
		await work().catch((error: Error) => setProblem(error.message));
		setBusy(false);
	};

	/** Nothing of it runs: what it would do is told of its manifest and its declarations. */
	const look = (chosen: File) =>
		guarded(async () => {
			setFile(chosen);
			setPlan(null);
			const form = formOf(chosen, { trust: "in-process", dryRun: "true" });
			setPlan((await request<Plan>("/plugins", { method: "POST", body: form })).body);
		});

	const install = () =>
		guarded(async () => {
			const form = formOf(file!, {
				...(consent.trust && { trust: "in-process" }),
				acceptBreaking: String(consent.acceptBreaking),
				acceptPermissions: String(consent.acceptPermissions)
			});
			const { body } = await request<Plugin>("/plugins", { method: "POST", body: form });
			tell(
				translate("lyceum.plugins.installed", { name: body.title, version: body.version })
			);
			await client.invalidateQueries({ queryKey: ["plugins"] });
			onClose();
		});

	const needs = {
		trust: plan?.needsTrust ?? true,
		acceptBreaking: (plan?.apiDiff.breaking.length ?? 0) > 0,
		acceptPermissions: hasAny(plan?.addedPermissions)
	};
	const asked = (Object.keys(needs) as (keyof Consent)[]).filter(key => needs[key]);
	const isAgreed = plan !== null && asked.every(key => consent[key]);

	return (
		<Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby="install-title">
			<DialogTitle id="install-title">{translate("lyceum.plugins.install")}</DialogTitle>
			<DialogContent>
				<Stack sx={{ gap: 2 }}>
					<div>{translate("lyceum.plugins.installHelp")}</div>
					<FileButton
						label={file?.name ?? translate("lyceum.import.choose")}
						accept=".tgz"
						disabled={isBusy}
						onFile={chosen => void look(chosen)}
					/>
					{isBusy && <LinearProgress aria-label={translate("lyceum.import.progress")} />}
					{problem && <Alert severity="error">{problem}</Alert>}
					{plan && <PlanView plan={plan} />}
					{plan &&
						asked.map(key => (
							<FormControlLabel
								key={key}
								label={translate(`lyceum.plugins.consent.${key}`)}
								control={
									<Checkbox
										checked={consent[key]}
										onChange={(_event, checked) =>
											setConsent({ ...consent, [key]: checked })
										}
									/>
								}
							/>
						))}
				</Stack>
			</DialogContent>
			<DialogActions>
				<Button onClick={onClose}>{translate("ra.action.close")}</Button>
				<Button
					variant="contained"
					disabled={!isAgreed || isBusy}
					onClick={() => void install()}
				>
					{translate("lyceum.plugins.install")}
				</Button>
			</DialogActions>
		</Dialog>
	);
}

function formOf(file: File, fields: Record<string, string>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	form.append("package", file, file.name);
	return form;
}

function hasAny(permissions: Record<string, string[]> | null | undefined) {
	return Object.values(permissions ?? {}).some(names => names.length > 0);
}
