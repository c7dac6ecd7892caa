/** Files for imports, good and hostile, made on the spot. */
import { deflateRawSync } from "node:zlib";
import { zipSync, type Zippable } from "fflate";

const text = (value: string) => new TextEncoder().encode(value);

export function zipOf(files: Record<string, string | Uint8Array>): Uint8Array {
	const contents: Zippable = {};
	for (const [name, value] of Object.entries(files))
		contents[name] = typeof value === "string" ? text(value) : value;
	return zipSync(contents, { level: 9 });
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A Word document with this body. */
export function docxOf(body: string, before = ""): Uint8Array {
	return zipOf({
		"[Content_Types].xml":
			'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
		"_rels/.rels":
			'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
		"word/document.xml": `<?xml version="1.0"?>${before}<w:document ${W}><w:body>${body}</w:body></w:document>`
	});
}

export function wordParagraph(words: string, style?: string): string {
	const look = style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : "";
	return `<w:p>${look}<w:r><w:t>${words}</w:t></w:r></w:p>`;
}

const A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A presentation; each slide has a title and lines. */
export function pptxOf(slides: { title: string; lines: string[] }[]): Uint8Array {
	const shape = (type: string, lines: string[]) =>
		`<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:txBody>${lines
			.map(line => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`)
			.join("")}</p:txBody></p:sp>`;
	const ids = slides.map(
		(_slide, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 1}"/>`
	);
	const relations = slides.map(
		(_slide, index) =>
			`<Relationship Id="rId${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide" Target="slides/slide${index + 1}.xml"/>`
	);
	return zipOf({
		"ppt/presentation.xml": `<p:presentation ${A} ${P} ${R}><p:sldIdLst>${ids.join("")}</p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join("")}</Relationships>`,
		...Object.fromEntries(
			slides.map(({ title, lines }, index) => [
				`ppt/slides/slide${index + 1}.xml`,
				`<p:sld ${A} ${P} ${R}><p:cSld><p:spTree>${shape("title", [title])}${shape("body", lines)}</p:spTree></p:cSld></p:sld>`
			])
		)
	});
}

/** A PDF with so many pages, each with this text. */
export function pdfOf(pages: number, words: string, more = ""): Uint8Array {
	const stream = `BT /F1 12 Tf 72 720 Td (${words}) Tj ET`;
	const objects = [
		`<< /Type /Catalog /Pages 2 0 R >>`,
		`<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, page) => `${5 + page} 0 R`).join(" ")}] >>`,
		`<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>`,
		`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
		...Array.from(
			{ length: pages },
			() =>
				`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>`
		)
	];
	let body = "%PDF-1.4\n";
	const offsets = objects.map((object, index) => {
		const at = body.length;
		body += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return at;
	});
	const start = body.length;
	const table = offsets.map(at => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
	body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
	body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${more}>>\nstartxref\n${start}\n%%EOF\n`;
	return text(body);
}

/** An archive with one file, of which every number may be a lie. */
export function rawZip({
	name,
	content,
	flags = 0,
	saidSize
}: {
	name: string;
	content: Uint8Array;
	flags?: number;
	saidSize?: number;
}): Uint8Array {
	const packed = deflateRawSync(content, { level: 9 });
	const names = Buffer.from(name);
	const size = saidSize ?? content.length;
	const local = Buffer.alloc(30);
	local.writeUInt32LE(0x04034b50, 0);
	local.writeUInt16LE(20, 4);
	local.writeUInt16LE(flags, 6);
	local.writeUInt16LE(8, 8);
	local.writeUInt32LE(packed.length, 18);
	local.writeUInt32LE(size, 22);
	local.writeUInt16LE(names.length, 26);
	const central = Buffer.alloc(46);
	central.writeUInt32LE(0x02014b50, 0);
	central.writeUInt16LE(20, 4);
	central.writeUInt16LE(20, 6);
	central.writeUInt16LE(flags, 8);
	central.writeUInt16LE(8, 10);
	central.writeUInt32LE(packed.length, 20);
	central.writeUInt32LE(size, 24);
	central.writeUInt16LE(names.length, 28);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(46 + names.length, 12);
	end.writeUInt32LE(30 + names.length + packed.length, 16);
	return Buffer.concat([local, names, packed, central, names, end]);
}
