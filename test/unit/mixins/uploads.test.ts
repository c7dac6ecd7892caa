import { expect } from "chai";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { checkFile } from "../../../mixins/uploads.ts";

const PNG = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64"
);
const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffdb", "hex");
const GIF = Buffer.from("GIF89a\x01\x00\x01\x00\x80\x00\x00", "latin1");
const PDF = Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1");
const GZIP = Buffer.from("1f8b0800000000000003", "hex");
const ELF = Buffer.from("7f454c4602010100", "hex");
const ZIP = Buffer.concat([
	Buffer.from("504b03041400000000000000000000000000000000000000000005000000", "hex"),
	Buffer.from("a.txt")
]);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
const HTML = "<!doctype html><script>alert(1)</script>";

const PICTURES = ["image/png", "image/jpeg", "image/gif"];
const TEXTS = ["text/plain", "text/csv", "application/json"];

describe("a file that is sent", () => {
	const check = (content: Buffer | string, accept: string[], mediaType: string) =>
		checkFile(Readable.from([Buffer.from(content)]), accept, { field: "file", mediaType });

	const taken: [
		what: string,
		content: Buffer | string,
		accept: string[],
		said: string,
		is: string
	][] = [
		["a PNG", PNG, PICTURES, "image/png", "image/png"],
		["a JPEG under another name", JPEG, PICTURES, "image/jpg", "image/jpeg"],
		["a type with parameters", "a,b", TEXTS, "Text/CSV; charset=utf-8", "text/csv"],
		[
			"a picture that nothing is said about",
			PNG,
			PICTURES,
			"application/octet-stream",
			"image/png"
		],
		["a picture without any type", GIF, PICTURES, "", "image/gif"],
		["text", "Grüße 😀\n\tend\n", TEXTS, "text/plain", "text/plain"],
		["text that nothing is said about", "x", TEXTS, "application/octet-stream", "text/plain"],
		["JSON", "{}", TEXTS, "application/json", "application/json"],
		["Markdown with tags", "<p>Hello</p>", ["text/markdown"], "text/markdown", "text/markdown"],
		["text about scripts", "see <script>x</script>", TEXTS, "text/plain", "text/plain"],
		["SVG where it is taken", SVG, ["image/svg+xml"], "image/svg+xml", "image/svg+xml"],
		["HTML where it is taken", HTML, ["text/html"], "text/html", "text/html"],
		["a piece of HTML", "<p>x</p>", ["text/html"], "text/html", "text/html"],
		["XML", "<?xml version='1.0'?><a/>", ["application/xml"], "text/xml", "application/xml"],
		[
			"a feed",
			"<?xml version='1.0'?><a/>",
			["application/rss+xml"],
			"application/rss+xml",
			"application/rss+xml"
		],
		[
			"a ZIP archive",
			ZIP,
			["application/zip"],
			"application/x-zip-compressed",
			"application/zip"
		],
		[
			"a book in a ZIP archive",
			ZIP,
			["application/epub+zip"],
			"application/epub+zip",
			"application/epub+zip"
		],
		[
			"one that is a script, too, as what it is",
			Buffer.concat([GIF, Buffer.from("/*<script>alert(1)</script>*/")]),
			PICTURES,
			"image/gif",
			"image/gif"
		],
		[
			"a PNG with HTML behind it, as what it is",
			Buffer.concat([PNG, Buffer.from(HTML)]),
			PICTURES,
			"image/png",
			"image/png"
		]
	];
	for (const [what, content, accept, said, is] of taken) {
		it(`is taken: ${what}`, async () => {
			const { stream, mediaType } = await check(content, accept, said);
			expect(mediaType).to.equal(is);
			expect(await buffer(stream)).to.deep.equal(Buffer.from(content));
		});
	}

	const refused: [
		what: string,
		content: Buffer | string,
		accept: string[],
		said: string,
		why: RegExp
	][] = [
		[
			"a type that is not taken",
			PDF,
			PICTURES,
			"application/pdf",
			/was sent as application\/pdf/
		],
		[
			"another picture than is said",
			JPEG,
			PICTURES,
			"image/png",
			/is image\/jpeg, and was sent as image\/png/
		],
		["SVG as PNG", SVG, PICTURES, "image/png", /is image\/svg\+xml/],
		[
			"SVG as text",
			`\ufeff<!-- hi -->\n<?xml version="1.0"?>\n<!-- --> ${SVG}`,
			TEXTS,
			"text/plain",
			/is image\/svg\+xml/
		],
		[
			"SVG by its doctype",
			`<!DOCTYPE svg PUBLIC "x" "y">${SVG}`,
			TEXTS,
			"text/plain",
			/is image\/svg\+xml/
		],
		["SVG that nothing is said about", SVG, TEXTS, "", /is image\/svg\+xml/],
		[
			"XML as SVG",
			"<?xml version='1.0'?><a/>",
			["image/svg+xml"],
			"image/svg+xml",
			/is application\/xml/
		],
		["HTML as PNG", HTML, PICTURES, "image/png", /is text\/html/],
		["HTML as text", `  \n<HTML><body>x`, TEXTS, "text/plain", /is text\/html/],
		[
			"HTML as CSV, behind a comment",
			`<!--x--><script >alert(1)</script>`,
			TEXTS,
			"text/csv",
			/is text\/html/
		],
		["text as a picture", "hello", PICTURES, "image/png", /is text\/plain/],
		[
			"a script that is a picture, as HTML",
			Buffer.concat([GIF, Buffer.from(HTML)]),
			["text/html"],
			"text/html",
			/is image\/gif/
		],
		["a program as a picture", ELF, PICTURES, "image/png", /is application\/x-elf/],
		["a program as text", ELF, TEXTS, "text/plain", /is application\/x-elf/],
		[
			"a packed file as a ZIP archive",
			GZIP,
			["application/zip"],
			"application/zip",
			/is application\/gzip/
		],
		[
			"the mark of a PNG and nothing more",
			PNG.subarray(0, 8),
			PICTURES,
			"image/png",
			/no known type/
		],
		["bytes of no kind", Buffer.from([0x01, 0x02, 0xff, 0xfe]), PICTURES, "", /no known type/],
		["text with zero bytes", "a\0b", TEXTS, "text/plain", /no known type/],
		[
			"text that is not UTF-8",
			Buffer.from([0x68, 0xe9, 0x20]),
			TEXTS,
			"text/plain",
			/no known type/
		],
		["UTF-16", Buffer.from("\ufeffhello", "utf16le"), TEXTS, "text/plain", /no known type/],
		["text of an unknown kind", "a,b", ["text/csv", "text/markdown"], "", /is text\/plain/]
	];
	for (const [what, content, accept, said, why] of refused) {
		it(`is refused: ${what}`, async () => {
			const error = await check(content, accept, said).catch((thrown: unknown) => thrown);
			expect(error).to.include({ type: "REQUEST_FILE_TYPE", code: 415 });
			expect((error as Error).message).to.match(why);
			expect(error).to.have.nested.property("data.errors[0].pointer", "/file");
			expect(error).to.have.nested.property("data.errors[0].expected", accept.join(", "));
		});
	}

	it("is refused when it is empty, as bad input", async () => {
		const error = await check("", PICTURES, "image/png").catch((thrown: unknown) => thrown);
		expect(error).to.include({ type: "REQUEST_INVALID", code: 400 });
		expect((error as Error).message).to.equal("/file: is empty");
	});

	it("is text also when a character lies across the border of what is looked at", async () => {
		const content = `${"x".repeat(4099)}😀${"y".repeat(100)}`;
		const { stream } = await check(content, TEXTS, "text/plain");
		expect((await buffer(stream)).toString()).to.equal(content);
	});

	describe("is read as it flows", () => {
		const piece = Buffer.alloc(1000, "x");

		/** A file without an end that counts what was taken of it. */
		function endless() {
			let pieces = 0;
			const stream = new Readable({
				highWaterMark: 1,
				read() {
					pieces++;
					this.push(piece);
				}
			});
			return { stream, taken: () => pieces };
		}

		it("and no further than its type needs, before somebody asks for it", async () => {
			const { stream: source, taken: pieces } = endless();
			const file = { field: "file", mediaType: "text/plain" };
			const { stream } = await checkFile(source, TEXTS, file);
			expect(pieces()).to.be.at.most(7);
			stream.destroy();
		});

		it("and let go of when nobody reads it, or it is refused", async () => {
			const unread = endless();
			const file = { field: "file", mediaType: "text/plain" };
			const { stream } = await checkFile(unread.stream, TEXTS, file);
			const closed = new Promise(resolve => unread.stream.once("close", resolve));
			stream.destroy();
			await closed;
			const refusedOne = endless();
			await checkFile(refusedOne.stream, PICTURES, file).catch(() => undefined);
			expect(refusedOne.stream.destroyed).to.equal(true);
		});

		it("and breaks off with the source's own error", async () => {
			let sent = 0;
			const source = new Readable({
				highWaterMark: 1,
				read() {
					if (sent++ < 10) this.push(piece);
					else this.destroy(new Error("the line is dead"));
				}
			});
			const file = { field: "file", mediaType: "text/plain" };
			const { stream } = await checkFile(source, TEXTS, file);
			const error = await buffer(stream).catch((thrown: Error) => thrown);
			expect((error as Error).message).to.equal("the line is dead");
		});
	});
});
