/** The editor of an item: what is written on one side, what it looks like and what is wrong with it on the other. */
import { Box, Card, CardContent, Tab, Tabs } from "@mui/material";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { useTranslate } from "react-admin";
import { useFormContext, useWatch } from "react-hook-form";
import {
	formNameOf,
	inOrder,
	mendedBy,
	placeIn,
	textAt,
	type Finding,
	type Fix
} from "../findings.ts";
import type { Item, ItemText, Kind } from "../item.ts";
import { useTell } from "../../../layout/useTell.tsx";
import { Attachments } from "./Attachments.tsx";
import { Details } from "./Details.tsx";
import { DraftFindings } from "./draftFindings.ts";
import { EditorHandles, EditorHandlesContext } from "./handles.ts";
import { FindingsPanel } from "./FindingsPanel.tsx";
import { fittingText } from "./fittingText.ts";
import { partOf, partsOf, type Part } from "./parts.ts";
import { Preview } from "./Preview.tsx";
import { QuestionForm } from "./QuestionForm.tsx";
import { QuizForm } from "./QuizForm.tsx";
import { SidePanel, type Side } from "./SidePanel.tsx";
import { SourceField } from "./SourceField.tsx";
import { TextBox } from "./TextBox.tsx";
import { useDraftCheck } from "./useDraftCheck.ts";
import { useNextFinding } from "./useNextFinding.ts";

export function ItemForm({ item }: { item: Item }) {
	const translate = useTranslate();
	const { tell } = useTell();
	const { setValue, getValues, setFocus } = useFormContext();
	const written = useWatch() as ItemText;
	const text = useMemo(() => fittingText({ ...item, ...written }), [item, written]);
	const quality = useDraftCheck(item.id, text);
	const handles = useMemo(() => new EditorHandles(), []);
	const parts = partsOf(text);
	const [chosen, setPart] = useState<Part>(parts[0]!);
	const part = parts.includes(chosen) ? chosen : parts[0]!;
	const [side, setSide] = useState<Side>("preview");
	const [wanted, setWanted] = useState<Finding | null>(null);

	// The part that it is in is drawn first.
	useEffect(() => {
		if (wanted) show(wanted);
	}, [wanted, part]);

	const show = (finding: Finding) => {
		setWanted(null);
		const handle = handles.of(finding.field);
		const place = placeIn(textAt(text, finding.field) ?? "", finding);
		if (handle) handle.reveal(place?.start ?? 0, place?.end ?? 0);
		else setFocus(formNameOf(finding.field));
	};
	const goTo = (finding: Finding) => {
		setPart(partOf(finding.field, parts));
		setWanted(finding);
	};
	const fix = (findings: Finding[]) => {
		let done = 0;
		for (const [field, fixes] of byField(findings)) {
			const name = formNameOf(field);
			const before = getValues(name) as unknown;
			if (typeof before !== "string") continue;
			const after = mendedBy(before, fixes);
			done += after.done;
			setValue(name, after.text, { shouldDirty: true, shouldTouch: true });
		}
		if (done < findings.length)
			tell(translate("content.findings.stale"), { severity: "warning" });
	};
	const findings = useMemo(() => inOrder(quality.findings), [quality.findings]);
	useNextFinding(findings, finding => {
		setSide("findings");
		goTo(finding);
	});

	return (
		<EditorHandlesContext value={handles}>
			<DraftFindings value={quality.findings}>
				<Box
					sx={{
						display: "grid",
						gridTemplateColumns: {
							xs: "minmax(0, 1fr)",
							lg: "repeat(2, minmax(0, 1fr))"
						},
						gap: 2,
						alignItems: "start"
					}}
				>
					<Card component="section" aria-label={translate("content.editor.write")}>
						<CardContent>
							<TextBox
								required
								source="title"
								field="title"
								label={translate("content.editor.title")}
							/>
							<Tabs
								value={part}
								onChange={(_event, next: Part) => setPart(next)}
								variant="scrollable"
								allowScrollButtonsMobile
								sx={{ my: 1 }}
								aria-label={translate("content.editor.parts")}
							>
								{parts.map(one => (
									<Tab
										key={one}
										value={one}
										id={`part-${one}`}
										aria-controls={`panel-${one}`}
										label={translate(`content.editor.${one}`)}
									/>
								))}
							</Tabs>
							{parts.map(one => (
								<PartPanel key={one} part={one} isHidden={one !== part}>
									<PartBody
										part={one}
										kind={text.kind}
										onInsert={words => {
											const field =
												text.kind === "question" ? "stem" : "body";
											setPart(parts[0]!);
											requestAnimationFrame(() =>
												handles.of(field)?.insert(words)
											);
										}}
									/>
								</PartPanel>
							))}
						</CardContent>
					</Card>
					<SidePanel
						side={side}
						onSide={setSide}
						count={quality.isThere ? findings.length : null}
						preview={<Preview text={text} />}
						findings={
							<FindingsPanel
								findings={findings}
								error={quality.error}
								isChecking={quality.isChecking}
								onCheck={quality.check}
								onGo={goTo}
								onFix={fix}
							/>
						}
					/>
				</Box>
			</DraftFindings>
		</EditorHandlesContext>
	);
}

interface PartPanelProps {
	part: Part;
	isHidden: boolean;
	children: ReactNode;
}

/** Every part stays where it is, with what was scrolled and selected in it. */
function PartPanel({ part, isHidden, children }: PartPanelProps) {
	return (
		<Box
			role="tabpanel"
			id={`panel-${part}`}
			aria-labelledby={`part-${part}`}
			hidden={isHidden}
		>
			{children}
		</Box>
	);
}

interface PartBodyProps {
	part: Part;
	kind: Kind;
	onInsert: (words: string) => void;
}

function PartBody({ part, kind, onInsert }: PartBodyProps) {
	const translate = useTranslate();
	switch (part) {
		case "question":
			return <QuestionForm />;
		case "quiz":
			return <QuizForm />;
		case "text":
			return (
				<SourceField
					field="body"
					label={translate("content.editor.body")}
					minHeight="420px"
				/>
			);
		case "details":
			return <Details kind={kind} />;
		default:
			return <Attachments onInsert={onInsert} />;
	}
}

function byField(findings: Finding[]): Map<string, Fix[]> {
	const known = new Map<string, Fix[]>();
	for (const { fix } of findings)
		if (fix) known.set(fix.field, [...(known.get(fix.field) ?? []), fix]);
	return known;
}
