/** Saves a list as a file, with the rights of who looks at it. */
import { requestBlob } from "../../api/http.ts";

export async function saveExport(
	collection: string,
	format: "csv" | "json",
	query: URLSearchParams
): Promise<void> {
	query.set("collection", collection);
	query.set("format", format);
	saveFile(await requestBlob(`/console/export?${query}`), `${collection}.${format}`);
}

/** Gives a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(content);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
