/** One finding: what, where and why, what learners say of it, and its history. */
import { Card, CardContent, Stack, Typography } from "@mui/material";
import { ShowBase, useShowContext, type RaRecord } from "react-admin";
import History from "../../../generic/history/History.tsx";
import { useResourceScreen } from "../../../generic/useResourceScreen.ts";
import { useScreenName } from "../../../generic/useScreenName.ts";
import { Back } from "../../../layout/Back.tsx";
import { Page } from "../../../layout/Page.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { Section } from "../../../layout/Section.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { Sayings } from "../feedback/Sayings.tsx";
import type { Finding } from "../quality.ts";
import { useWords } from "../useWords.ts";
import { FindingActions } from "./FindingActions.tsx";
import { FindingMarks, ItemLink, Passage, Waiver } from "./FindingText.tsx";

export function FindingShow() {
	return (
		<ShowBase>
			<Shown />
		</ShowBase>
	);
}

function Shown() {
	const words = useWords();
	const screen = useResourceScreen();
	const { many } = useScreenName();
	const { record: finding, error, refetch } = useShowContext<Finding & RaRecord>();
	useLiveCollection("qualityFindings");
	const over = <Back to="/qualityFindings" label={many(screen)} />;
	if (error)
		return (
			<Page title={many(screen)} over={over}>
				<Problem error={error} onRetry={() => void refetch()} />
			</Page>
		);
	if (!finding) return null;
	return (
		<Page title={finding.message} over={over} actions={<FindingActions finding={finding} />}>
			<Stack sx={{ gap: 2 }}>
				<Card>
					<CardContent>
						<Stack sx={{ gap: 1.5 }}>
							<FindingMarks finding={finding} />
							<Typography>
								<ItemLink finding={finding} />
							</Typography>
							<Passage finding={finding} />
							{finding.advice && (
								<Typography>
									<strong>{words("finding.advice")}:</strong> {finding.advice}
								</Typography>
							)}
							{finding.waiver && <Waiver waiver={finding.waiver} />}
						</Stack>
					</CardContent>
				</Card>
				{finding.rule.startsWith("feedback/") && (
					<Section title={words("finding.said")}>
						<Sayings findingId={finding.id} />
					</Section>
				)}
				<Section title={words("finding.history")}>
					<History record={finding} screen={screen} />
				</Section>
			</Stack>
		</Page>
	);
}
