/** Reading files: what good ones hold, and what broken, hostile and huge ones are answered, within the limits. */
import { expect } from "chai";
import type { FiledContent } from "../exchange/parsed.ts";
import { readApart } from "../exchange/read-apart.ts";
import { readFile } from "../exchange/read/read.ts";
import { docxOf, pdfOf, pptxOf, rawZip, wordParagraph, zipOf } from "./support/files.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function contentOf(name: string, file: Uint8Array): Promise<FiledContent> {
	const { items } = await readFile({ name, bytes: file });
	expect(items).to.have.length(1);
	return items[0]!.content;
}

/** Those are read as every import is, in a process of their own; it takes a second to start. */
const APART = ["a zip bomb", "a page that is very deep", "a PDF of 10,000 pages"];

describe("reading a file", function () {
	this.timeout(120_000);

	describe("that is good", () => {
		it("takes Markdown with its fields", async () => {
			const source =
				"---\ntitle: Loops\ntopics: [loops]\nlevel: beginner\nkind: article\n---\n\n# Loops\n";
			expect(await contentOf("loops.md", bytes(source))).to.deep.equal({
				kind: "article",
				title: "Loops",
				topics: ["loops"],
				level: "beginner",
				body: "# Loops"
			});
		});

		it("takes Markdown without fields, called like its heading", async () => {
			const { title, kind } = await contentOf("notes.md", bytes("# Two words\n\nText.\n"));
			expect([kind, title]).to.deep.equal(["lesson", "Two words"]);
		});

		it("takes the text of a page, and nothing that runs", async () => {
			const page =
				'<!doctype html><html lang="de"><title>Zahlen</title><script>alert(1)</script><h1>Zahlen</h1><p onclick="x()">Eine <b>Eins</b>.</p><table><tr><th>a</th></tr><tr><td>1</td></tr></table></html>';
			const content = await contentOf("page.html", bytes(page));
			expect(content).to.include({ title: "Zahlen", language: "de", kind: "article" });
			expect(content.body)
				.to.include("# Zahlen")
				.and.include("Eine **Eins**.")
				.and.include("| a |");
			expect(content.body).not.to.match(/alert|onclick/);
		});

		it("takes a Word document with its headings", async () => {
			const body = wordParagraph("Networks", "Heading1") + wordParagraph("Cables &amp; air.");
			const content = await contentOf("networks.docx", docxOf(body));
			expect(content).to.include({ title: "Networks" });
			expect(content.body).to.include("Cables & air.");
		});

		it("takes a presentation, a section for each slide", async () => {
			const slides = [
				{ title: "Layers", lines: ["Seven of them"] },
				{ title: "Frames", lines: ["Bits [in] order"] }
			];
			const content = await contentOf("layers.pptx", pptxOf(slides));
			expect(content.title).to.equal("Layers");
			expect(content.body).to.equal(
				"## Layers\n\n- Seven of them\n\n## Frames\n\n- Bits \\[in\\] order"
			);
		});

		it("takes the text of a PDF", async () => {
			const { body } = await contentOf("words.pdf", pdfOf(2, "Some words"));
			expect(body).to.equal("Some words\n\nSome words");
		});

		it("takes questions from a table", async () => {
			const table =
				'title,stem,option1,option2,note2,correct,topics,explanation\nFirst,"Which, then?",A,B,No,1,loops; lists,Because.\n';
			const content = await contentOf("questions.csv", bytes(table));
			expect(content).to.deep.equal({
				kind: "question",
				questionType: "single",
				title: "First",
				stem: "Which, then?",
				explanation: "Because.",
				topics: ["loops", "lists"],
				objectives: [],
				options: [
					{ text: "A", correct: true },
					{ text: "B", correct: false, note: "No" }
				]
			});
		});

		it("takes a QTI item of another system", async () => {
			const item = `<?xml version="1.0"?><assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q" title="Ports"><responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>B</value></correctResponse></responseDeclaration><itemBody><p>Which port?</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1"><prompt>Of HTTPS.</prompt><simpleChoice identifier="A">80</simpleChoice><simpleChoice identifier="B">443<feedbackInline outcomeIdentifier="F" identifier="B">Right</feedbackInline></simpleChoice></choiceInteraction></itemBody></assessmentItem>`;
			expect(await contentOf("ports.xml", bytes(item))).to.deep.equal({
				kind: "question",
				title: "Ports",
				stem: "Which port?\n\nOf HTTPS.",
				questionType: "single",
				options: [
					{ text: "80", correct: false },
					{ text: "443", correct: true, note: "Right" }
				]
			});
		});
	});

	describe("that is broken, hostile or huge", () => {
		const xxe = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
		const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${"bcdefghij"
			.split("")
			.map((name, index) => `<!ENTITY ${name} "${`&${"abcdefghij"[index]};`.repeat(10)}">`)
			.join("")}]>`;
		const good = zipOf({ "a.md": "# A\n\nText" });
		const aliases = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
			.split("")
			.map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]},`.repeat(9)}]`)
			.join("\n")}\n`;
		const files: [what: string, name: string, file: () => Uint8Array, reason: RegExp][] = [
			["empty", "a.md", () => new Uint8Array(), /is empty/],
			[
				"of a type that is not known",
				"a.exe",
				() => bytes("MZ\0\0"),
				/no type that can be imported/
			],
			[
				"half an archive",
				"a.zip",
				() => good.slice(0, good.length - 30),
				/damaged, or not whole/
			],
			["an archive with a flipped bit", "a.zip", () => flipped(good, 45), /damaged/],
			[
				"a zip bomb",
				"a.zip",
				() => zipOf({ "a.md": new Uint8Array(20_000_000) }),
				/grows more than 200 times/
			],
			[
				"a bomb that lies about its size",
				"a.zip",
				() => rawZip({ name: "a.md", content: new Uint8Array(30_000_000), saidSize: 1000 }),
				/longer than it says|damaged/
			],
			[
				"an archive with one huge file",
				"a.zip",
				() => rawZip({ name: "a.md", content: bytes("x"), saidSize: 2 ** 31 }),
				/larger than 24 MB/
			],
			[
				"an archive of very many files",
				"a.zip",
				() =>
					zipOf(
						Object.fromEntries(Array.from({ length: 5001 }, (_, n) => [`${n}.md`, ""]))
					),
				/more than 5000 files/
			],
			[
				"an archive with a name that leads out",
				"a.zip",
				() => rawZip({ name: "../../etc/cron.d/x.md", content: bytes("x") }),
				/leads out of it/
			],
			[
				"an archive with an absolute name",
				"a.zip",
				() => rawZip({ name: "/etc/x.md", content: bytes("x") }),
				/leads out of it/
			],
			[
				"an archive with a drive in a name",
				"a.zip",
				() => rawZip({ name: "C:\\x.md", content: bytes("x") }),
				/leads out of it/
			],
			[
				"an encrypted archive",
				"a.zip",
				() => rawZip({ name: "a.md", content: bytes("x"), flags: 1 }),
				/encrypted/
			],
			[
				"an encrypted Word document",
				"a.docx",
				() => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
				/encrypted/
			],
			[
				"a Word document with an external entity",
				"a.docx",
				() => docxOf(wordParagraph("&e;"), xxe),
				/entities of its own/
			],
			[
				"a Word document of a billion laughs",
				"a.docx",
				() => docxOf(wordParagraph("&j;"), laughs),
				/entities of its own/
			],
			[
				"a Word document that is very deep",
				"a.docx",
				() =>
					docxOf(
						"<w:sdt><w:sdtContent>".repeat(5000) +
							"</w:sdtContent></w:sdt>".repeat(5000)
					),
				/nested more than/
			],
			[
				"a Word document that is very long",
				"a.docx",
				() => docxOf(wordParagraph("x").repeat(200_000)),
				/larger than 8 MB|grows more/
			],
			["a Word document without words", "a.docx", () => docxOf(""), /holds no text/],
			[
				"a QTI item with an external entity",
				"a.xml",
				() =>
					bytes(
						`<?xml version="1.0"?>${xxe}<assessmentItem><itemBody>&e;</itemBody></assessmentItem>`
					),
				/entities of its own/
			],
			[
				"a QTI item of a billion laughs",
				"a.xml",
				() => bytes(`<?xml version="1.0"?>${laughs}<assessmentItem>&j;</assessmentItem>`),
				/entities of its own/
			],
			[
				"XML that is no QTI",
				"a.xml",
				() => bytes('<?xml version="1.0"?><rss></rss>'),
				/begins with <rss>/
			],
			[
				"XML that does not end",
				"a.xml",
				() => bytes('<?xml version="1.0"?><assessmentItem><itemBody>'),
				/is no XML/
			],
			[
				"half a PDF",
				"a.pdf",
				() => bytes("%PDF-1.4\n1 0 obj\n<< /Type /Cat"),
				/no PDF that can be read|no text/
			],
			[
				"a PDF of 10,000 pages",
				"a.pdf",
				() => pdfOf(10_000, "x"),
				/10000 pages, which is more than 1000/
			],
			["an encrypted PDF", "a.pdf", encryptedPdf, /encrypted/],
			["a PDF of pictures", "a.pdf", () => pdfOf(1, ""), /holds no text/],
			[
				"a table without a stem",
				"a.csv",
				() => bytes("title,option1\nA,B\n"),
				/no column stem/
			],
			[
				"a table with a quote that does not end",
				"a.csv",
				() => bytes('stem,option1\n"A,B\n'),
				/no table/
			],
			[
				"a table with an unknown type",
				"a.csv",
				() => bytes("stem,type\nA,essay\n"),
				/the type is essay/
			],
			[
				"a table of very many rows",
				"a.csv",
				() => bytes(`stem\n${"A\n".repeat(3000)}`),
				/more than 2000 questions/
			],
			[
				"a page that is very deep",
				"a.html",
				() => bytes("<div>".repeat(100_000)),
				/nested (?:more|too)|takes/
			],
			[
				"a page without words",
				"a.html",
				() => bytes("<html><script>x</script></html>"),
				/holds no text/
			],
			[
				"Markdown whose fields refer to each other",
				"a.md",
				() => bytes(`---\n${aliases}---\n\nx`),
				/refer to each other/
			],
			[
				"Markdown whose fields do not end",
				"a.md",
				() => bytes("---\ntitle: A\n"),
				/has no ---/
			],
			[
				"Markdown that is no UTF-8",
				"a.md",
				() => Uint8Array.from([0x23, 0x20, 0xff, 0xfe, 0x41]),
				/no text in UTF-8/
			],
			[
				"a package that refers to what is not there",
				"a.zip",
				() =>
					zipOf({
						"collections/a.yaml": "kind: course\ntitle: A\nentries: [lesson/b.md]\n"
					}),
				/refers to lesson\/b.md/
			],
			[
				"a file that is very large",
				"a.md",
				() => new Uint8Array(33 * 1024 * 1024).fill(97),
				/larger than 32 MB/
			]
		];
		for (const [what, name, file, reason] of files) {
			it(`tells what is wrong with ${what}`, async () => {
				const read = APART.includes(what) ? readApart : readFile;
				const problem = await read({ name, bytes: file() }).then(
					() => "it was read",
					(error: Error) => error.message
				);
				expect(problem).to.match(reason);
			});
		}

		it("tells that a file is not what it is said to be", async () => {
			const pdf = pdfOf(1, "x");
			const problem = await readApart({ name: "a.docx", bytes: pdf, format: "docx" }).catch(
				(error: Error) => error.message
			);
			expect(problem).to.equal("a.docx is no docx: it holds pdf");
		});

		it("ends when its task does", async () => {
			const stop = new AbortController();
			const reading = readApart({ name: "a.pdf", bytes: pdfOf(900, "x") }, stop.signal);
			stop.abort(new Error("enough"));
			expect(await reading.catch((error: Error) => error.message)).to.equal("enough");
		});
	});
});

function flipped(file: Uint8Array, at: number) {
	const copy = file.slice();
	copy[at] = copy[at]! ^ 0xff;
	return copy;
}

/** Its encryption dictionary asks for a password; nothing of it has to be right for that. */
function encryptedPdf() {
	const key = "0".repeat(64);
	return pdfOf(
		1,
		"x",
		`/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<00><00>] `
	);
}
