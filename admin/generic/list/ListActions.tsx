/** Beside a list's heading: a new document, files in and out. */
import Add from "@mui/icons-material/Add";
import Download from "@mui/icons-material/Download";
import UploadFile from "@mui/icons-material/UploadFile";
import { Button, Menu, MenuItem } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { LinkBase, useListContext, useTranslate } from "react-admin";
import { filterQuery, type ListFilter } from "../../providers/filterQuery.ts";
import { kindOf } from "../kinds.ts";
import { useColumns } from "../useColumns.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { saveExport } from "./saveExport.ts";
import { useTell } from "../../layout/useTell.tsx";

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
	const { tellError } = useTell();
	const { columns } = useColumns(screen);
	const { filterValues, sort } = useListContext();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const save = async (format: "csv" | "json", fields?: string[]) => {
		setAnchor(null);
		const query = filterQuery(filterValues as ListFilter);
		query.set("sort", `${sort.order === "DESC" ? "-" : ""}${sort.field}`);
		if (fields) query.set("fields", fields.join(","));
		await saveExport(screen.name, format, query).catch(tellError);
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
				<MenuItem onClick={() => void save("csv", columns)}>
					{translate("lyceum.export.columns")}
				</MenuItem>
				<MenuItem onClick={() => void save("csv")}>
					{translate("lyceum.export.csv")}
				</MenuItem>
				<MenuItem onClick={() => void save("json")}>
					{translate("lyceum.export.json")}
				</MenuItem>
			</Menu>
		</>
	);
}
