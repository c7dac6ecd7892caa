/** Quality in the console: how content stands, what to do about it, and what a policy would change. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	ADMINISTRATOR,
	hasBrowser,
	openConsole,
	signedIn,
	startConsole,
	turn,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Finding {
	id: string;
	state: string;
	rule: string;
	assigneeId?: string;
	dueOn?: string;
	waiver?: { reason: string; until: string | null };
}

const LESSON = {
	kind: "lesson",
	level: "beginner",
	language: "en",
	licence: "CC-BY-4.0",
	source: "Own work"
};

describe("quality in the console", function () {
	this.timeout(240_000);
	let test: ConsoleTest;
	let admin: Client;
	let opened: ConsolePage;
	let page: Page;

	before(async function () {
		if (!hasBrowser()) return this.skip();
		test = await startConsole({
			plugins: ["content", "quality"],
			fixtures: ["bad-rules"]
		});
		admin = await test.api.as("admin");
		for (const [title, body] of [
			["Loops", "A loop will recieve each value of the list, one after the other."],
			["Lists", "A list is definately the simplest way to keep several values together."],
			["Names", "Choose a name that says what the value is, not how it was made."]
		])
			await admin.post("/content", { ...LESSON, title, body });
		await checkAll();
		opened = await signedIn(test);
		page = opened.page;
	});
	after(() => test?.stop());
	afterEach(() => expect(opened?.seen ?? []).to.deep.equal([]));

	async function checkAll() {
		const { body } = await admin.post<{ id: string }>("/quality/checks", { all: true });
		await waitUntil("the check to end", async () => {
			const { body: check } = await admin.get(`/quality/checks/${body.id}`);
			return check.state === "done";
		});
	}
	async function findingOf(passage: string): Promise<Finding> {
		const query = `filter[rule]=text/spelling&filter[passage]=${passage}`;
		const { body } = await admin.get<{ data: Finding[] }>(`/quality/findings?${query}`);
		return body.data[0]!;
	}
	const column = (name: string) => page.getByRole("region", { name, exact: true });
	const card = (where: string, passage: string) =>
		column(where)
			.getByRole("listitem")
			.filter({ hasText: `"${passage}"` });
	const said = (text: string) =>
		page
			.locator("[aria-live=assertive]")
			.filter({ hasText: text })
			.waitFor({ state: "attached" });
	const dialog = () => page.getByRole("dialog");

	it("shows how the library stands, and a check with its outcome when it is run", async () => {
		await opened.go("/quality");
		await page.getByText("Mean of 3 items").waitFor();
		await page
			.getByRole("list", { name: "Most frequent rules" })
			.getByText("text/spelling")
			.waitFor();
		await page.getByText("The trend shows after two checks").waitFor();
		await page.getByRole("button", { name: "Run a check" }).click();
		await page.getByText(/3 items checked: 0 new, 0 gone/).waitFor();
		await page.getByRole("img", { name: /^Trend: from [\d.]+ on .* to [\d.]+ on / }).waitFor();
		await page.getByRole("img", { name: /^Scores of the library from 0 to 100: / }).waitFor();
		await page.getByRole("link", { name: "Lists", exact: true }).click();
		await page.getByRole("heading", { name: "Findings" }).waitFor();
		await page.getByText('"definately" is not in the dictionary').waitFor();
		expect(await page.getByText('"recieve"').count()).to.equal(0);
	});

	it("cancels a check, though a rule hangs", async () => {
		await admin.patch("/plugins/quality/settings", { ruleSeconds: 60 });
		const { body: item } = await admin.post<{ id: string }>("/content", {
			...LESSON,
			title: "It hangs",
			body: "A rule takes for ever over this."
		});
		await opened.go("/quality");
		await page.getByRole("button", { name: "Run a check" }).click();
		await page.getByRole("progressbar", { name: "Check" }).waitFor();
		await page.getByText(/^Checking: \d+ %/).waitFor();
		await page.getByRole("button", { name: "Cancel", exact: true }).click();
		await page.getByText("The check was cancelled").waitFor();
		await admin.delete(`/content/${item.id}`);
		await page.getByRole("button", { name: "Run a check" }).click();
		await page.getByText(/3 items checked/).waitFor();
	});

	it("makes a report, with a link that anybody may read until it expires", async () => {
		await opened.go("/quality");
		await page.getByRole("button", { name: "Report" }).click();
		await page.getByRole("menuitem", { name: /HTML/ }).click();
		await dialog().getByText("The report is ready").waitFor();
		const link = await dialog().getByRole("link", { name: "Download" }).getAttribute("href");
		const report = await test.api.guest.get(link!.slice(link!.indexOf("/files/")));
		expect([report.status, report.text.includes("<svg")]).to.deep.equal([200, true]);
		expect(await violationsOn(page, false)).to.deep.equal([]);
		await dialog().getByRole("button", { name: "Close" }).click();
	});

	it("moves a task with the keyboard alone, and says where it is", async () => {
		await opened.go("/qualityBoard");
		const task = card("Open", "recieve");
		await task.getByRole("button", { name: /^Move: / }).focus();
		await page.keyboard.press("Space");
		await said('Picked up: "recieve" is not in the dictionary. It is in Open.');
		await page.keyboard.press("ArrowRight");
		await said("Over In progress");
		await page.keyboard.press("Escape");
		await said("Left where it was");
		expect((await findingOf("recieve")).state).to.equal("open");
		await page.keyboard.press("Space");
		await page.keyboard.press("ArrowRight");
		await page.keyboard.press("Space");
		await card("In progress", "recieve").waitFor();
		await said("is in In progress");
		expect(await findingOf("recieve")).to.include({ state: "assigned", assigneeId: admin.id });
	});

	it("gives a task an owner and a day, and takes it back", async () => {
		await opened.go("/qualityBoard");
		await card("In progress", "recieve")
			.getByRole("button", { name: "Owner and date" })
			.click();
		await dialog().getByLabel("Due").fill("2099-03-01");
		expect(await violationsOn(page, false)).to.deep.equal([]);
		await dialog().getByRole("button", { name: "Give the task" }).click();
		await card("In progress", "recieve").getByText("due Mar 1, 2099").waitFor();
		expect((await findingOf("recieve")).dueOn).to.match(/^2099-03-0/);
		await card("In progress", "recieve")
			.getByRole("button", { name: "Owner and date" })
			.click();
		await dialog().getByRole("button", { name: "Take it from the board" }).click();
		await card("Open", "recieve").waitFor();
	});

	it("checks what is dropped on closed: what is still there is open again, what is gone is closed", async () => {
		await opened.go("/qualityBoard");
		await card("Open", "recieve").dragTo(column("Closed"));
		await said("Checked again: it is still there, and open again");
		await card("Open", "recieve").getByText("came back").waitFor();
		const { body } = await admin.get<{ data: { id: string; body: string }[] }>(
			"/content?filter[title]=Loops"
		);
		const [item] = body.data;
		await admin.patch(`/content/${item!.id}`, {
			body: item!.body.replace("recieve", "receive")
		});
		await card("Open", "recieve").dragTo(column("Closed"));
		await said("Checked again: it is gone, and closed");
		await card("Closed", "recieve").waitFor();
	});

	it("follows what others do, and shows what is asked for", async () => {
		await opened.go("/qualityBoard");
		await card("Open", "definately").waitFor();
		const { id } = await findingOf("definately");
		const due = { assigneeId: admin.id, dueOn: "2099-01-01T00:00:00Z" };
		await admin.post(`/quality/findings/${id}/assign`, due);
		await card("In progress", "definately").waitFor();
		await page.getByRole("combobox", { name: "Severity" }).click();
		await page.getByRole("option", { name: "Errors" }).click();
		await card("In progress", "definately").waitFor({ state: "detached" });
		await admin.post(`/quality/findings/${id}/release`);
	});

	it("lets a finding pass for a reason until a day, and opens it again", async () => {
		await opened.go("/qualityFindings");
		const row = page.getByRole("listitem").filter({ hasText: '"definately"' });
		await row.getByRole("button", { name: "Waive" }).click();
		const waive = dialog().getByRole("button", { name: "Waive" });
		expect(await waive.isDisabled()).to.equal(true);
		await dialog().getByLabel("Reason").fill("It is a quotation");
		await dialog()
			.getByLabel(/^Until/)
			.fill("2099-05-01");
		await waive.click();
		// What lies behind a dialog is hidden: without this the row would seem to be gone at once.
		await dialog().waitFor({ state: "detached" });
		await row.waitFor({ state: "detached" });
		expect((await findingOf("definately")).waiver).to.include({ reason: "It is a quotation" });
		await page.getByRole("button", { name: "Waived", exact: true }).click();
		await row.getByText(/Waived until .*2099: It is a quotation/).waitFor();
		await row.getByRole("button", { name: "Open again" }).click();
		await row.waitFor({ state: "detached" });
	});

	it("says what a policy would change before it is saved", async () => {
		await opened.go("/qualityPolicies/create");
		await page.getByText("No open finding would change.").waitFor();
		await page.getByRole("textbox", { name: "Name" }).fill("No mistakes");
		await page
			.getByRole("combobox", { name: "Severity of text/spelling" })
			.selectOption({ label: "Error" });
		await page.getByText("1 finding would have another severity").waitFor();
		await page.getByRole("combobox", { name: "Gate" }).click();
		await page.getByRole("option", { name: "Errors", exact: true }).click();
		await page.getByText("The gate would hold 1 item (now 0)").waitFor();
		await page
			.getByRole("textbox", { name: "Why text/spelling differs" })
			.fill("Learners see it");
		await page.getByLabel("Until when text/spelling differs").fill("2099-01-01");
		expect((await admin.get("/quality/policies")).body.total).to.equal(0);
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("The policy is saved").waitFor();
		const { body } = await admin.get<{ data: { gate: string; rules: object[] }[] }>(
			"/quality/policies"
		);
		expect(body.data[0]!.gate).to.equal("error");
		expect(body.data[0]!.rules[0]).to.include({
			rule: "text/spelling",
			severity: "error",
			reason: "Learners see it"
		});
	});

	it("fixes with one click, and the finding is closed", async () => {
		await opened.go("/qualityFindings");
		const row = page.getByRole("listitem").filter({ hasText: '"definately"' });
		// A list keeps the filter that was chosen last.
		await page.getByRole("button", { name: "All that is open" }).click();
		await row.getByText("definitely", { exact: true }).waitFor();
		await row.getByRole("button", { name: "Fix" }).click();
		await page.getByText("Fixed, checked again and closed").waitFor();
		await row.waitFor({ state: "detached" });
		const { body } = await admin.get<{ data: { body: string }[] }>(
			"/content?filter[title]=Lists"
		);
		expect(body.data[0]!.body).to.include("is definitely the simplest");
	});

	it("groups what learners say, with their words", async () => {
		const { body } = await admin.get<{ data: { id: string }[] }>(
			"/content?filter[title]=Names"
		);
		const said = { itemId: body.data[0]!.id, rating: 2, kind: "unclear", text: "Which value?" };
		await admin.post("/quality/feedback", said);
		await opened.go("/qualityFeedback");
		await page.getByRole("link", { name: "A learner says that this is unclear" }).click();
		await page.getByText("Which value?").waitFor();
		await page.getByRole("img", { name: "2 of 5" }).waitFor();
	});

	it("breaks no rule of axe, light or dark, fits a phone, and speaks German", async () => {
		const { body } = await admin.get<{ data: { id: string }[] }>("/quality/policies");
		const found: string[] = [];
		const places: [string, string][] = [
			["/quality", "Benchmarks"],
			["/qualityBoard", "Fixed, to be checked"],
			["/qualityFindings", "All that is open"],
			[`/qualityFindings/${(await findingOf("recieve")).id}/show`, "Owner, state and date"],
			["/qualityFeedback", "Feedback"],
			[`/qualityPolicies/${body.data[0]!.id}`, "What would change"]
		];
		for (const [place, text] of places) {
			await opened.go(place);
			await page.getByText(text).first().waitFor();
			for (const scheme of ["light", "dark"] as const) {
				await turn(page, scheme);
				found.push(...(await violationsOn(page)).map(one => `${place} ${scheme} ${one}`));
			}
		}
		expect(found).to.deep.equal([]);
		const phone = await openConsole(test, {
			viewport: { width: 390, height: 844 },
			locale: "de-DE"
		});
		await phone.go("");
		await phone.page.locator("input[name=username]").fill(ADMINISTRATOR.username);
		await phone.page.locator("input[name=password]").fill(ADMINISTRATOR.password);
		await phone.page.getByRole("button", { name: "Anmelden" }).click();
		await phone.page.locator("input[name=username]").waitFor({ state: "detached" });
		for (const [place, text] of [
			["/quality", "Häufigste Regeln"],
			["/qualityBoard", "In Arbeit"],
			["/qualityFindings", "Alles Offene"],
			["/qualityPolicies/create", "Was sich ändern würde"]
		]) {
			await phone.go(place!);
			await phone.page.getByText(text!).first().waitFor();
			await waitUntil(`${place} fits`, async () => {
				const wider =
					"document.documentElement.scrollWidth - document.documentElement.clientWidth";
				return (await phone.page.evaluate<number>(wider)) <= 0;
			});
		}
		expect(phone.seen).to.deep.equal([]);
		await phone.close();
	});

	it("is not there while the plugin is off, and comes back without a reload", async () => {
		await opened.go("");
		const menu = page.getByRole("navigation");
		await menu.getByRole("link", { name: "Board", exact: true }).waitFor();
		const { status, text } = await admin.post("/plugins/quality/disable");
		expect(status, text).to.equal(200);
		for (const name of ["Board", "Overview", "Findings", "Policies"])
			await menu.getByRole("link", { name, exact: true }).waitFor({ state: "detached" });
		await admin.post("/plugins/quality/enable");
		await menu.getByRole("link", { name: "Board", exact: true }).click();
		await column("Open").waitFor();
	});
});
