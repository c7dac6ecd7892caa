/** A file, with the way to its content. */
import Download from "@mui/icons-material/Download";
import { Button } from "@mui/material";
import { useShowContext, useTranslate, type RaRecord } from "react-admin";
import { requestBlob } from "../../api/http.ts";
import { saveFile } from "../../generic/list/saveExport.ts";
import { CollectionShow } from "../../generic/show/CollectionShow.tsx";
import { useTell } from "../../layout/useTell.tsx";

export function FileShow() {
	return <CollectionShow actions={<DownloadButton />} />;
}

function DownloadButton() {
	const translate = useTranslate();
	const { tellError } = useTell();
	const { record } = useShowContext<RaRecord>();
	if (!record) return null;
	const save = async () => {
		const path = `/files/${encodeURIComponent(record.id)}/content`;
		await requestBlob(path)
			.then(content => saveFile(content, String(record.name)))
			.catch(tellError);
	};
	return (
		<Button startIcon={<Download />} onClick={() => void save()}>
			{translate("lyceum.files.download")}
		</Button>
	);
}
