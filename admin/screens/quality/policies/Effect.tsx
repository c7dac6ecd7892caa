/** What the policy in the form would change, worked out by the server while it is being written. */
import { Alert, Box, Stack, Typography } from "@mui/material";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWatch } from "react-hook-form";
import { request } from "../../../api/http.ts";
import { Problem } from "../../../layout/Problem.tsx";
import { SEVERITIES, type Policy, type PolicyEffect } from "../quality.ts";
import { useWords } from "../useWords.ts";

/** A moment after the last change. */
const AFTER_MS = 400;

export function Effect({ id }: { id?: string }) {
	const { collectionId, gate, glossary, rules } = useWatch() as Partial<Policy>;
	const draft = useRested(
		JSON.stringify({
			...(id && { id }),
			...(collectionId && { collectionId }),
			gate: gate ?? "none",
			glossary: glossary ?? [],
			rules: (rules ?? []).map(({ reason, ...rest }) => ({
				...rest,
				...(reason && { reason })
			}))
		})
	);
	const { data, error, refetch } = useQuery({
		queryKey: ["qualityFindings", "effect", draft],
		queryFn: async ({ signal }) =>
			(
				await request<PolicyEffect>("/quality/policies/preview", {
					method: "POST",
					body: JSON.parse(draft) as object,
					signal
				})
			).body,
		placeholderData: keepPreviousData
	});
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	return <Box role="status">{data && <EffectText effect={data} />}</Box>;
}

function EffectText({ effect }: { effect: PolicyEffect }) {
	const words = useWords();
	const { findings, gone, changed, blockedNow, blockedThen, comingBack, rules } = effect;
	const isNone = gone + changed === 0 && blockedNow === blockedThen && comingBack.length === 0;
	return (
		<Stack sx={{ gap: 1.5 }}>
			{isNone && <Typography>{words("policy.noEffect")}</Typography>}
			{gone > 0 && <Fact count={gone} text="policy.gone" />}
			{changed > 0 && <Fact count={changed} text="policy.changed" />}
			{(blockedThen > 0 || blockedNow > 0) && (
				<Alert severity={blockedThen > blockedNow ? "warning" : "info"}>
					{words("policy.held", { smart_count: blockedThen, now: blockedNow })}
				</Alert>
			)}
			{comingBack.length > 0 && (
				<Alert severity="info">
					{words("policy.back", { rules: comingBack.join(", ") })}
				</Alert>
			)}
			{rules.length > 0 && <Rules rules={rules} />}
			<Typography variant="body2" color="textSecondary">
				{words("policy.ofAll", { smart_count: findings })}
			</Typography>
		</Stack>
	);
}

function Fact({ count, text }: { count: number; text: string }) {
	const words = useWords();
	return <Typography sx={{ fontWeight: 650 }}>{words(text, { smart_count: count })}</Typography>;
}

function Rules({ rules }: Pick<PolicyEffect, "rules">) {
	const words = useWords();
	return (
		<Box component="ul" sx={{ m: 0, pl: 2.25 }}>
			{rules.map(({ rule, before, after }) => (
				<Typography component="li" variant="body2" key={rule}>
					<strong>{rule}</strong>:{" "}
					{words("policy.row", {
						before: countsOf(before, words),
						after: countsOf(after, words)
					})}
				</Typography>
			))}
		</Box>
	);
}

function countsOf(
	counts: PolicyEffect["rules"][number]["before"],
	words: ReturnType<typeof useWords>
) {
	const some = SEVERITIES.filter(severity => counts[severity] > 0);
	if (some.length === 0) return "0";
	return some
		.map(severity => {
			const smart_count = counts[severity];
			return `${smart_count} ${words(`dashboard.${severity}`, { smart_count })}`;
		})
		.join(", ");
}

/** A value once it has not changed for a moment. */
function useRested(value: string): string {
	const [rested, setRested] = useState(value);
	useEffect(() => {
		const waiting = setTimeout(() => setRested(value), AFTER_MS);
		return () => clearTimeout(waiting);
	}, [value]);
	return rested;
}
