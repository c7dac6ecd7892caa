/** The library as an archive: Markdown with its files, or questions in QTI. */
import { useTranslate } from "react-admin";
import { requestBlob } from "../../../api/http.ts";
import { ExportButton } from "../../../generic/list/ExportButton.tsx";
import { saveFile } from "../../../generic/list/saveExport.ts";

const FILES = { package: "library.zip", qti: "questions.zip" } as const;

export function LibraryExport() {
	const translate = useTranslate();
	const save = async (format: keyof typeof FILES) => {
		const archive = await requestBlob(`/content/export?format=${format}`);
		saveFile(archive, FILES[format]);
	};
	return (
		<ExportButton
			choices={[
				{ label: translate("content.library.asPackage"), save: () => save("package") },
				{ label: translate("content.library.asQti"), save: () => save("qti") }
			]}
		/>
	);
}
