/** The types of files that may be attached, by the ends of their names. */
const TYPES: Record<string, string> = {
	png: "image/png",
	jpg: "image/jpeg",
	jpeg: "image/jpeg",
	gif: "image/gif",
	webp: "image/webp",
	pdf: "application/pdf",
	mp3: "audio/mpeg",
	mp4: "video/mp4",
	txt: "text/plain",
	csv: "text/csv",
	zip: "application/zip"
};

export function mediaTypeOf(name: string): string {
	return TYPES[name.split(".").at(-1)!.toLowerCase()] ?? "application/octet-stream";
}
