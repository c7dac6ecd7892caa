/** Reports: files with what their maker may read, behind links that expire. */
import { expect } from "chai";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { startStage, type Page, type Stage } from "./stage.ts";

interface Report {
	id: string;
	url: string;
	expiresAt: string;
	fileId: string;
	format: string;
	items: number;
	findings: number;
	code?: string;
}

const DAY_MS = 86_400_000;

describe("quality: reports", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
		const { make, check } = stage;
		await check({ itemId: await make({ title: `The <b>"loop"</b>` }) });
		await check({ itemId: await make({ title: "=1+1", licence: undefined }) });
	});
	after(() => stage?.api.stop());

	const made = async (body: object = {}, who = stage.author) => {
		const answer = await who.post<Report>("/quality/reports", body);
		expect(answer.status, answer.text).to.equal(201);
		return answer.body;
	};
	/** What somebody without any token gets by a link. */
	const read = (url: string) => stage.api.guest.get(url.slice(url.indexOf("/files/")));
	const stored = (name: string) =>
		stage.api.kernel.runtime.connection.collection<{ _id: string }>(name);

	it("are pages with charts, in which nothing runs and nothing is loaded", async () => {
		const report = await made({ format: "html" });
		const { status, headers, text } = await read(report.url);
		expect(status, text).to.equal(200);
		expect(headers.get("content-type")).to.match(/^text\/html/);
		expect(headers.get("content-security-policy")).to.equal("sandbox; default-src 'none'");
		expect(headers.get("content-disposition")).to.match(
			/^attachment; filename="quality-\d{4}-\d\d-\d\d\.html"/
		);
		expect(text).to.include("<dt>Items</dt><dd>2</dd>");
		expect(text).to.match(/<svg role="img" aria-label="Items by score: 0 to 49 0,.*95 to 100/);
		expect(text).to.match(/aria-label="Open findings by rule: .*text\/spelling 2/);
		expect(text).to.include("The &lt;b&gt;&quot;loop&quot;&lt;/b&gt;");
		expect(text).to.include("No licence is given").and.to.include("<q>recieve</q>");
		expect(text).not.to.match(/<script|<b>|\bon\w+=|https?:|url\(/i);
	});

	it("are tables, with a line for each finding and nothing that a spreadsheet would work out", async () => {
		const report = await made({ format: "csv" });
		const { headers, text } = await read(report.url);
		expect(headers.get("content-type")).to.match(/^text\/csv/);
		const [head, ...lines] = text.trimEnd().split("\r\n");
		expect(head).to.equal(
			"itemId,itemTitle,rule,severity,field,line,passage,message,advice,state"
		);
		const { body } = await stage.author.get<Report>(`/quality/reports/${report.id}`);
		expect(body).to.include({ format: "csv", items: 2, findings: lines.length });
		expect(lines.filter(line => line.includes(",text/spelling,warning,body,3,recieve,")))
			.to //
			.have.length(2);
		expect(text).to.include(",'=1+1,").and.to.include(`"The <b>""loop""</b>"`);
	});

	it("hold what their maker may read, and no more", async () => {
		const { stranger } = stage;
		const report = await made({ format: "csv" }, stranger);
		expect((await read(report.url)).text.trimEnd().split("\r\n")).to.have.length(1);
	});

	it("are for their maker and administrators; others neither see nor link nor remove them", async () => {
		const { admin, author, stranger, student } = stage;
		const { id } = await made();
		const { body } = await author.get<Report>(`/quality/reports/${id}`);
		expect((await author.get(`/files/${body.fileId}`)).status).to.equal(200);
		for (const request of [
			() => stranger.get(`/quality/reports/${id}`),
			() => stranger.post(`/quality/reports/${id}/link`),
			() => stranger.delete(`/quality/reports/${id}`),
			() => stranger.get(`/files/${body.fileId}/content`)
		])
			expect((await request()).status).to.equal(404);
		expect((await student.post("/quality/reports", {})).status).to.equal(403);
		const { body: own } = await stranger.get<Page<Report>>("/quality/reports");
		expect(own.data.map(each => each.id)).not.to.include(id);
		expect((await admin.post(`/quality/reports/${id}/link`)).status).to.equal(200);
	});

	it("have links that expire and cannot be changed; another can be made", async () => {
		const { author } = stage;
		const report = await made({ expiresIn: 1 });
		expect(Date.parse(report.expiresAt)).to.be.below(Date.now() + 2000);
		const other = await author.post<Report>(`/quality/reports/${report.id}/link`, {
			expiresIn: 600
		});
		expect([other.status, other.body.id], other.text).to.deep.equal([200, report.id]);
		const longer = report.url.replace(/expires=(\d+)/, (_all, at) => `expires=${+at + 600}`);
		const forged = await read(longer);
		expect([forged.status, forged.body.code]).to.deep.equal([403, "FILES_LINK_INVALID"]);
		await waitUntil("the link's time to pass", () => Date.now() > Date.parse(report.expiresAt));
		const expired = await read(report.url);
		expect([expired.status, expired.body.code]).to.deep.equal([410, "FILES_LINK_EXPIRED"]);
		expect((await read(other.body.url)).status).to.equal(200);
		const tooLong = await author.post("/quality/reports", { expiresIn: 8 * 86_400 });
		expect(tooLong.status).to.equal(400);
	});

	it("take their file and its links along when they are removed", async () => {
		const { author } = stage;
		const { id, url } = await made();
		const { body } = await author.get<Report>(`/quality/reports/${id}`);
		expect((await author.delete(`/files/${body.fileId}`)).status).to.equal(409);
		expect((await author.delete(`/quality/reports/${id}`)).status).to.equal(204);
		expect((await read(url)).status).to.equal(404);
		expect((await author.get(`/files/${body.fileId}`)).status).to.equal(404);
	});

	it("are removed when their time is over, their files with them", async () => {
		const { api, author } = stage;
		const { id, url } = await made();
		const { body } = await author.get<Report>(`/quality/reports/${id}`);
		expect(Date.parse(body.expiresAt)).to.be.within(
			Date.now() + 29 * DAY_MS,
			Date.now() + 31 * DAY_MS
		);
		await stored("qualityReports").updateOne(
			{ _id: id },
			{ $set: { expiresAt: new Date(Date.now() - 1000) } }
		);
		expect(await api.kernel.broker.call("quality.watch")).to.include({ removed: 1 });
		expect((await author.get(`/quality/reports/${id}`)).status).to.equal(404);
		expect((await read(url)).status).to.equal(404);
	});
});
