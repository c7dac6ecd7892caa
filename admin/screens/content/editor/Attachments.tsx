/** The files of an item: brought in, named, described for those who do not see them, and put into the text. */
import { Alert, Box, Button, LinearProgress, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useFormContext, useWatch } from "react-hook-form";
import { request } from "../../../api/http.ts";
import { FileButton } from "../../../layout/FileButton.tsx";
import { useTell } from "../../../layout/useTell.tsx";
import type { Attachment } from "../item.ts";
import { Rows } from "./Rows.tsx";
import { TextBox } from "./TextBox.tsx";

interface StoredFile {
	id: string;
	name: string;
	mediaType: string;
}

interface AttachmentsProps {
	/** Puts words into the item's text. */
	onInsert: (words: string) => void;
}

export function Attachments({ onInsert }: AttachmentsProps) {
	const translate = useTranslate();
	const { tellError } = useTell();
	const { getValues, setValue } = useFormContext();
	const attachments = (useWatch({ name: "attachments" }) ?? []) as Attachment[];
	const [isBusy, setBusy] = useState(false);
	const bring = async (file: File) => {
		setBusy(true);
		try {
			const known = (getValues("attachments") ?? []) as Attachment[];
			const added = await upload(file, known);
			setValue("attachments", [...known, added], { shouldDirty: true });
		} catch (error) {
			tellError(error);
		}
		setBusy(false);
	};
	return (
		<Stack sx={{ gap: 1.5 }}>
			<Typography variant="body2" color="textSecondary">
				{translate("content.attachments.help")}
			</Typography>
			<FileButton
				label={translate("content.attachments.add")}
				accept=""
				disabled={isBusy}
				onFile={file => void bring(file)}
			/>
			{isBusy && <LinearProgress aria-label={translate("content.attachments.add")} />}
			<Rows
				source="attachments"
				nameOf={place => attachments[place - 1]?.name ?? String(place)}
				addLabel=""
			>
				{at => <AttachmentRow at={at} attachment={attachments[at]} onInsert={onInsert} />}
			</Rows>
		</Stack>
	);
}

interface AttachmentRowProps extends AttachmentsProps {
	at: number;
	attachment: Attachment | undefined;
}

function AttachmentRow({ at, attachment, onInsert }: AttachmentRowProps) {
	const translate = useTranslate();
	if (!attachment) return null;
	const { name, mediaType, fileId, alternativeText } = attachment;
	const isPicture = mediaType.startsWith("image/");
	const words = `${isPicture ? "!" : ""}[${alternativeText ?? name}](attachment:${encodeURIComponent(name)})`;
	return (
		<Stack direction={{ xs: "column", sm: "row" }} sx={{ gap: 1.5 }}>
			{isPicture && (
				<Box
					component="img"
					alt={alternativeText ?? ""}
					src={`/api/v1/files/${encodeURIComponent(fileId)}/content`}
					sx={{ width: 96, maxHeight: 96, objectFit: "contain", borderRadius: 1 }}
				/>
			)}
			<Stack sx={{ gap: 1.5, flexGrow: 1 }}>
				<TextBox
					source={`attachments.${at}.name`}
					label={translate("content.attachments.name")}
				/>
				{isPicture && (
					<TextBox
						source={`attachments.${at}.alternativeText`}
						label={translate("content.attachments.alternativeText")}
					/>
				)}
				{isPicture && !alternativeText && (
					<Alert severity="info">{translate("content.attachments.describe")}</Alert>
				)}
				<div>
					<Button size="small" onClick={() => onInsert(words)}>
						{translate("content.attachments.insert")}
					</Button>
				</div>
			</Stack>
		</Stack>
	);
}

/** Stores a file; its name in the item is one that no other attachment has. */
async function upload(file: File, known: Attachment[]): Promise<Attachment> {
	const form = new FormData();
	form.append("file", file, file.name);
	const { body } = await request<StoredFile>("/files", { method: "POST", body: form });
	return { name: freeName(file.name, known), mediaType: body.mediaType, fileId: body.id };
}

function freeName(wished: string, known: Attachment[]): string {
	const plain = wished.replaceAll(/[^\w. -]/g, "-").replace(/^\W+/, "") || "file";
	const [, stem = plain, ending = ""] = /^(.*?)(\.\w+)?$/.exec(plain) ?? [];
	const isTaken = (name: string) => known.some(one => one.name === name);
	let name = plain;
	for (let number = 2; isTaken(name); number++) name = `${stem}-${number}${ending}`;
	return name;
}
