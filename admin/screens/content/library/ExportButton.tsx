/** The library as an archive: Markdown with its files, or questions in QTI. */
import Download from "@mui/icons-material/Download";
import { Button, Menu, MenuItem } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { requestBlob } from "../../../api/http.ts";
import { saveFile } from "../../../generic/list/saveExport.ts";
import { useTell } from "../../../layout/useTell.tsx";

const FORMATS = { package: "library.zip", qti: "questions.zip" } as const;

export function ExportButton() {
	const translate = useTranslate();
	const { tellError } = useTell();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const save = async (format: keyof typeof FORMATS) => {
		setAnchor(null);
		await requestBlob(`/content/export?format=${format}`)
			.then(archive => saveFile(archive, FORMATS[format]))
			.catch(tellError);
	};
	return (
		<>
			<Button
				startIcon={<Download />}
				aria-haspopup="menu"
				onClick={event => setAnchor(event.currentTarget)}
			>
				{translate("ra.action.export")}
			</Button>
			<Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
				<MenuItem onClick={() => void save("package")}>
					{translate("content.library.asPackage")}
				</MenuItem>
				<MenuItem onClick={() => void save("qti")}>
					{translate("content.library.asQti")}
				</MenuItem>
			</Menu>
		</>
	);
}
