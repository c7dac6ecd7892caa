/** What can be done about a finding, by where it is on its way. */
import AutoFixHigh from "@mui/icons-material/AutoFixHigh";
import { Button, Tooltip } from "@mui/material";
import { useState } from "react";
import { subject } from "@casl/ability";
import { useRules } from "../../../layout/usePermitted.ts";
import { useTell } from "../../../layout/useTell.tsx";
import { ACTIVE, type Finding } from "../quality.ts";
import { useFindingSteps } from "../useFindingSteps.ts";
import { useWords } from "../useWords.ts";
import { AssignDialog } from "./AssignDialog.tsx";
import { WaiveDialog } from "./WaiveDialog.tsx";

export function FindingActions({ finding }: { finding: Finding }) {
	const words = useWords();
	const rules = useRules();
	const step = useFindingSteps();
	const { tell, tellError } = useTell();
	const [asked, setAsked] = useState<"assign" | "waive" | null>(null);
	const [isBusy, setBusy] = useState(false);
	const isActive = ACTIVE.includes(finding.state);
	const may = (action: string) =>
		rules.can(action, subject("QualityFinding", { ...finding }) as never);
	const run = async (name: "fix" | "done" | "reopen") => {
		setBusy(true);
		try {
			const after = await step(finding, name);
			if (name !== "reopen") {
				const isGone = after.state === "closed";
				tell(words(isGone ? "finding.fixed" : "finding.stillThere"), {
					severity: isGone ? "success" : "warning"
				});
			}
		} catch (error) {
			tellError(error);
		}
		setBusy(false);
	};
	return (
		<>
			{isActive && finding.fix && may("update") && (
				<Tooltip describeChild title={fixHelp(finding.fix, words)}>
					<Button
						variant="contained"
						startIcon={<AutoFixHigh />}
						disabled={isBusy}
						onClick={() => void run("fix")}
					>
						{words("finding.fix")}
					</Button>
				</Tooltip>
			)}
			{isActive && may("update") && (
				<>
					<Button onClick={() => setAsked("assign")}>
						{words(finding.assigneeId ? "finding.change" : "finding.task")}
					</Button>
					<Button disabled={isBusy} onClick={() => void run("done")}>
						{words("finding.done")}
					</Button>
				</>
			)}
			{isActive && may("waive") && (
				<Button onClick={() => setAsked("waive")}>{words("finding.waive")}</Button>
			)}
			{!isActive && may("update") && (
				<Button disabled={isBusy} onClick={() => void run("reopen")}>
					{words("finding.reopen")}
				</Button>
			)}
			{asked === "assign" && (
				<AssignDialog finding={finding} onClose={() => setAsked(null)} />
			)}
			{asked === "waive" && <WaiveDialog finding={finding} onClose={() => setAsked(null)} />}
		</>
	);
}

function fixHelp(
	{ expected, replacement }: NonNullable<Finding["fix"]>,
	words: ReturnType<typeof useWords>
) {
	return words(replacement === "" ? "finding.fixHelpGone" : "finding.fixHelp", {
		from: expected,
		to: replacement
	});
}
