/** What a check says of the text, beside it: to go to, and to mend with one click. */
import AutoFixHigh from "@mui/icons-material/AutoFixHigh";
import FactCheck from "@mui/icons-material/FactCheck";
import { Alert, Box, Button, CircularProgress, Divider, Stack, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { FindingCard } from "../FindingCard.tsx";
import { inOrder, type Finding } from "../findings.ts";

interface FindingsPanelProps {
	findings: readonly Finding[];
	error: unknown;
	isChecking: boolean;
	onCheck: () => void;
	onGo: (finding: Finding) => void;
	onFix: (findings: Finding[]) => void;
}

export function FindingsPanel(props: FindingsPanelProps) {
	const { findings, error, isChecking, onCheck, onGo, onFix } = props;
	const translate = useTranslate();
	const fixable = findings.filter(({ fix }) => fix);
	return (
		<Box>
			<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap", mb: 1 }}>
				<Typography variant="body2" role="status" sx={{ flexGrow: 1 }}>
					{translate("content.findings.count", { smart_count: findings.length })}
				</Typography>
				{isChecking && (
					<CircularProgress
						size={16}
						aria-label={translate("content.findings.checking")}
					/>
				)}
				{fixable.length > 1 && (
					<Button startIcon={<AutoFixHigh />} onClick={() => onFix(fixable)}>
						{translate("content.findings.fixAll", { smart_count: fixable.length })}
					</Button>
				)}
				<Button variant="outlined" startIcon={<FactCheck />} onClick={onCheck}>
					{translate("content.findings.checkNow")}
				</Button>
			</Stack>
			{Boolean(error) && (
				<Alert severity="warning">{translate("content.findings.unavailable")}</Alert>
			)}
			<Stack component="ul" divider={<Divider component="li" aria-hidden />} sx={LIST}>
				{inOrder(findings).map((finding, at) => (
					<li key={`${finding.rule} ${finding.field} ${at}`}>
						<FindingCard finding={finding}>
							<Button size="small" onClick={() => onGo(finding)}>
								{translate("content.findings.goTo")}
							</Button>
							{finding.fix && (
								<Button
									size="small"
									startIcon={<AutoFixHigh />}
									onClick={() => onFix([finding])}
								>
									{translate("content.findings.fix", {
										words: shortened(finding.fix.replacement)
									})}
								</Button>
							)}
						</FindingCard>
					</li>
				))}
			</Stack>
			{findings.length > 0 && (
				<Typography variant="body2" color="textSecondary">
					{translate("content.findings.keys")}
				</Typography>
			)}
		</Box>
	);
}

const LIST = { m: 0, p: 0, listStyle: "none" } as const;

function shortened(words: string) {
	const line = words.trim().replaceAll(/\s+/g, " ");
	return line.length > 32 ? `${line.slice(0, 31)}…` : line;
}
