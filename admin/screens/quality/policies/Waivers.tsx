/** Findings that are let pass where the policy holds, with why and until when. */
import { Button, Stack, Typography } from "@mui/material";
import { Link } from "react-admin";
import { Section } from "../../../layout/Section.tsx";
import { useTell } from "../../../layout/useTell.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { useRequest } from "../../useRequest.ts";
import { ItemLink } from "../findings/FindingText.tsx";
import type { Finding, Page } from "../quality.ts";
import { useDay } from "../useDay.ts";
import { useFindingSteps } from "../useFindingSteps.ts";
import { useWords } from "../useWords.ts";

export function Waivers({ collectionId }: { collectionId: string | null }) {
	const words = useWords();
	const scope =
		collectionId === null ? "" : `&filter[collectionIds]=${encodeURIComponent(collectionId)}`;
	useLiveCollection("qualityFindings");
	const { data } = useRequest<Page<Finding>>(
		`/quality/findings?pageSize=25&sort=-updatedAt&filter[state]=waived${scope}`,
		{ key: ["qualityFindings", "waived", collectionId] }
	);
	return (
		<Section title={words("policy.waivers")}>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{words(data?.total === 0 ? "policy.noWaivers" : "policy.waiversHelp")}
			</Typography>
			<Stack component="ul" sx={{ m: 0, p: 0, gap: 1.5, listStyle: "none" }}>
				{(data?.data ?? []).map(finding => (
					<WaivedFinding key={finding.id} finding={finding} />
				))}
			</Stack>
		</Section>
	);
}

function WaivedFinding({ finding }: { finding: Finding }) {
	const words = useWords();
	const day = useDay();
	const step = useFindingSteps();
	const { tellError } = useTell();
	const { id, message, rule, waiver } = finding;
	const end = waiver?.until
		? words("policy.untilDay", { day: day(waiver.until) })
		: words("policy.forGood");
	return (
		<Stack component="li" direction="row" sx={{ gap: 1, alignItems: "flex-start" }}>
			<Stack sx={{ flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" }}>
				<Link to={`/qualityFindings/${id}/show`}>{message}</Link>
				<Typography variant="body2">
					<ItemLink finding={finding} /> · {rule}
				</Typography>
				<Typography variant="body2" color="textSecondary">
					“{waiver?.reason}” · {end}
				</Typography>
			</Stack>
			<Button onClick={() => void step(finding, "reopen").catch(tellError)}>
				{words("finding.reopen")}
			</Button>
		</Stack>
	);
}
