/** Beside a list's heading: a new document, files in and out. */
import Add from "@mui/icons-material/Add";
import UploadFile from "@mui/icons-material/UploadFile";
import { Button } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { LinkBase, useListContext, useTranslate } from "react-admin";
import { filterQuery, type ListFilter } from "../../providers/filterQuery.ts";
import { kindOf } from "../kinds.ts";
import { useColumns } from "../useColumns.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { ExportButton } from "./ExportButton.tsx";
import { saveExport } from "./saveExport.ts";

const ImportDialog = lazy(() => import("../import/ImportDialog.tsx"));

export function ListActions() {
	const translate = useTranslate();
	const { name, operations, create } = useResourceScreen();
	const [isImporting, setImporting] = useState(false);
	const canCreate = operations.includes("create");
	// A file of documents cannot hold files.
	const holdsFiles = Object.values(create?.properties ?? {}).some(own => kindOf(own) === "file");
	return (
		<>
			<ExportMenu />
			{canCreate && !holdsFiles && (
				<Button startIcon={<UploadFile />} onClick={() => setImporting(true)}>
					{translate("lyceum.import.label")}
				</Button>
			)}
			{canCreate && (
				<Button
					variant="contained"
					startIcon={<Add />}
					component={LinkBase}
					to={`/${name}/create`}
				>
					{translate("ra.action.create")}
				</Button>
			)}
			{isImporting && (
				<Suspense>
					<ImportDialog onClose={() => setImporting(false)} />
				</Suspense>
			)}
		</>
	);
}

function ExportMenu() {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const { columns } = useColumns(screen);
	const { filterValues, sort } = useListContext();
	const save = (format: "csv" | "json", fields?: string[]) => {
		const query = filterQuery(filterValues as ListFilter);
		query.set("sort", `${sort.order === "DESC" ? "-" : ""}${sort.field}`);
		if (fields) query.set("fields", fields.join(","));
		return saveExport(screen.name, format, query);
	};
	return (
		<ExportButton
			choices={[
				{ label: translate("lyceum.export.columns"), save: () => save("csv", columns) },
				{ label: translate("lyceum.export.csv"), save: () => save("csv") },
				{ label: translate("lyceum.export.json"), save: () => save("json") }
			]}
		/>
	);
}
