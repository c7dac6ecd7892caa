/** Where an item is on its way, and the steps that may be taken from there. */
import { Box, Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Time } from "../../../generic/fields/Value.tsx";
import type { Item } from "../item.ts";
import { StatusChip } from "../Marks.tsx";
import { StepDialog } from "./StepDialog.tsx";
import { PublishDialog } from "./PublishDialog.tsx";
import { useSteps, type StepName } from "./steps.ts";

const LOOKS: Record<StepName, "contained" | "outlined" | "text"> = {
	submit: "contained",
	approve: "contained",
	reject: "outlined",
	publish: "contained",
	archive: "text"
};

export function StepBar({ item }: { item: Item }) {
	const translate = useTranslate();
	const steps = useSteps(item);
	const [taken, setTaken] = useState<StepName | null>(null);
	const end = () => setTaken(null);
	return (
		<Stack direction="row" sx={{ gap: 1.5, mb: 2, alignItems: "center", flexWrap: "wrap" }}>
			<StatusChip status={item.status} />
			<Said item={item} />
			<Box sx={{ flexGrow: 1 }} />
			{steps.map(step => (
				<Button
					key={step}
					variant={
						step === "publish" && item.status !== "approved" ? "text" : LOOKS[step]
					}
					color={step === "reject" || step === "archive" ? "error" : "primary"}
					onClick={() => setTaken(step)}
				>
					{translate(`content.steps.${step}`)}
				</Button>
			))}
			{taken === "publish" && <PublishDialog item={item} onClose={end} />}
			{taken !== null && taken !== "publish" && (
				<StepDialog item={item} step={taken} onClose={end} />
			)}
		</Stack>
	);
}

/** What the last step said, and what is going to happen by itself. */
function Said({ item }: { item: Item }) {
	const translate = useTranslate();
	const last = item.steps?.at(-1);
	const isAhead = item.publishedRev !== null && item.status !== "published";
	return (
		<Typography variant="body2" component="div" color="textSecondary">
			{last?.comment && <div>“{last.comment}”</div>}
			{isAhead && (
				<div>{translate("content.steps.publishedRev", { rev: item.publishedRev })}</div>
			)}
			{item.publishAt && item.status === "approved" && (
				<div>
					{translate("content.steps.publishesAt")} <Time value={item.publishAt} />
				</div>
			)}
			{item.expireAt && (
				<div>
					{translate("content.steps.expiresAt")} <Time value={item.expireAt} />
				</div>
			)}
		</Typography>
	);
}
