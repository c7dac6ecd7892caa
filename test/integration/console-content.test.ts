/** The console's screens of content in a browser: the library, the editor, review, versions and courses. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	ADMINISTRATOR,
	openConsole,
	signedIn,
	turn,
	useConsole,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Item {
	id: string;
	rev: number;
	title: string;
	body: string;
	status: string;
	options?: { text: string; correct: boolean; note?: string }[];
	[field: string]: unknown;
}

interface Comments {
	data: { text: string; passage: Record<string, unknown> }[];
}

const LOOPS = "# Loops\n\nYou will recieve the **numbers** 0, 1 and 2 from `range(3)`.\n\nThe end.";

describe("the console's screens of content", function () {
	this.timeout(180_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;
	let author: Client;

	useConsole({ plugins: ["content", "quality"] }, async session => {
		({ test, opened, page, admin } = session);
		author = await test.api.as("author", "teacher");
	});

	async function make(client: Client, changes: Record<string, unknown> = {}): Promise<string> {
		const body = {
			kind: "lesson",
			title: "Loops",
			body: LOOPS,
			licence: "CC0-1.0",
			...changes
		};
		const made = await client.post<Item>("/content", body);
		if (made.status !== 201) throw new Error(made.text);
		return made.body.id;
	}
	const read = async (id: string) => (await admin.get<Item>(`/content/${id}`)).body;
	const course = async (id: string) =>
		(
			await admin.get<{ entries: { id: string }[] }>(`/content/collections/${id}`)
		).body.entries.map(entry => entry.id);

	/** How many animations have an end that is still to come. */
	const MOVING = `document.getAnimations().filter(({ playState, effect }) =>
		playState === "running" && effect.getTiming().iterations !== Infinity).length`;

	/** Nothing is what axe finds in both themes. */
	async function look(name: string, isWhole = true) {
		const found: string[] = [];
		for (const colours of ["light", "dark"] as const) {
			await turn(page, colours);
			// What is still fading in has less contrast than it will have.
			await waitUntil(`${name} is at rest`, async () => (await page.evaluate(MOVING)) === 0);
			found.push(...(await violationsOn(page, isWhole)).map(one => `${name} ${one}`));
		}
		await turn(page, "light");
		expect(found).to.deep.equal([]);
	}

	it("find items in the library by words and facets, and keep the search in the address", async () => {
		await make(admin, {
			title: "Zebra crossing",
			body: "<b>Stripes</b> & zebras",
			topics: ["roads"]
		});
		await make(admin, { title: "Zebra finch", kind: "article", topics: ["birds"] });
		await opened.go("/content");
		await page.getByRole("searchbox").fill("zebra");
		await page.getByText("2 items").waitFor();
		const results = page.getByRole("list", { name: "What was found" });
		expect(await results.locator("mark").first().innerText()).to.match(/zebra/i);
		await look("library");
		await page.getByRole("checkbox", { name: /birds/ }).check();
		await page.getByText("1 item", { exact: true }).waitFor();
		expect(await results.innerText()).to.include("Zebra finch");
		expect(page.url())
			.to.match(/q=zebra/)
			.and.to.match(/topic=birds/);
		await page.reload();
		await page.getByText("1 item", { exact: true }).waitFor();
		expect(await page.getByRole("searchbox").inputValue()).to.equal("zebra");
		await page.goBack();
		await page.getByText("2 items").waitFor();
		await page.getByRole("searchbox").fill("nothinghasthisword");
		await page.getByText("Nothing fits to this search.").waitFor();
		await page.getByRole("button", { name: "Show everything" }).click();
		await results.waitFor();
	});

	it("write a lesson with its preview, and mend what a check finds", async () => {
		await opened.go("/content/create");
		await page.getByRole("textbox", { name: "Title" }).fill("Numbers in order");
		await look("create");
		await page.getByRole("button", { name: "Begin to write" }).click();
		const source = page.getByRole("textbox", { name: "Text (Markdown)" });
		await source.click();
		await page.keyboard.type("# Loops\n\nYou will **recieve** the numbers.");
		const preview = page.getByRole("tabpanel", { name: "Preview" });
		await preview.locator("strong", { hasText: "recieve" }).waitFor();
		await page.getByRole("tab", { name: /Findings/ }).click();
		await page.locator(".cm-finding", { hasText: "recieve" }).waitFor();
		await look("editor");
		await page.getByRole("button", { name: "Fix: receive" }).click();
		await page.locator(".cm-finding", { hasText: "recieve" }).waitFor({ state: "detached" });
		expect(await source.innerText()).to.include("**receive** the");
		await page.keyboard.press("Control+s");
		await page.getByText("Numbers in order is saved").waitFor();
		const id = page.url().split("/").at(-1)!;
		expect((await read(id)).body).to.equal("# Loops\n\nYou will **receive** the numbers.");
		await page.getByRole("tab", { name: "Details" }).click();
		await page.getByRole("textbox", { name: "Licence" }).fill("CC-BY-4.0");
		await page.getByRole("button", { name: "Save" }).click();
		await waitUntil("the licence", async () => (await read(id)).licence === "CC-BY-4.0");
		await look("details");
	});

	it("write a question: its type, its options in order by keyboard, the key and the notes", async () => {
		const id = await make(admin, {
			kind: "question",
			title: "A question",
			body: "",
			questionType: "single",
			stem: "Which numbers?",
			options: [
				{ text: "One", correct: true },
				{ text: "Two", correct: false }
			]
		});
		await opened.go(`/content/${id}`);
		const option = (place: number) =>
			page.getByRole("textbox", { name: `Option ${place}`, exact: true });
		await option(2).click();
		await page.keyboard.press("Alt+ArrowUp");
		await waitUntil("it is first", async () => (await option(1).inputValue()) === "Two");
		await page.getByRole("button", { name: "Add an option" }).click();
		await option(3).fill("Three");
		await page.getByRole("textbox", { name: "Note on option 3" }).fill("One too many");
		await page.getByRole("radio", { name: "Option 1 is right" }).check();
		await look("question");
		await page.keyboard.press("Control+s");
		await page.getByText("A question is saved").waitFor();
		expect((await read(id)).options).to.deep.equal([
			{ text: "Two", correct: true },
			{ text: "One", correct: false },
			{ text: "Three", correct: false, note: "One too many" }
		]);
		await page.getByRole("combobox", { name: "Type of question" }).click();
		await page.getByRole("option", { name: "A number" }).click();
		await page.getByRole("spinbutton", { name: "Right number" }).fill("3");
		await page.keyboard.press("Control+s");
		await waitUntil("it is a number", async () => (await read(id)).questionType === "numeric");
		const { answer, options } = await read(id);
		expect([answer, options ?? null]).to.deep.equal([{ value: 3 }, null]);
	});

	it("say that somebody else changed what is edited, and lose nothing that was typed", async () => {
		const id = await make(admin, { title: "Shared" });
		await opened.go(`/content/${id}`);
		await page.getByRole("textbox", { name: "Title" }).fill("Shared by me");
		await admin.patch(`/content/${id}`, { topics: ["theirs"] });
		await page.getByText("Somebody has changed this meanwhile: Topics.").waitFor();
		await page.getByRole("button", { name: "Take it over" }).click();
		await page.getByRole("button", { name: "Save" }).click();
		await waitUntil("both", async () => (await read(id)).title === "Shared by me");
		expect((await read(id)).topics).to.deep.equal(["theirs"]);
	});

	it("review: a comment on a passage, an approval, and what holds publishing back", async () => {
		const id = await make(author, { title: "To be reviewed", shared: true });
		await author.post(`/content/${id}/submit`, { comment: "Please look at the numbers" });
		await opened.go("/review");
		await page.getByText("Please look at the numbers").waitFor();
		await look("review");
		await page.getByRole("link", { name: "To be reviewed" }).click();
		await page.locator("[data-field=body] strong").dblclick();
		await page.getByRole("button", { name: "Comment on this" }).click();
		await page.getByRole("textbox", { name: "Comment" }).fill("Which numbers?");
		await page.getByRole("button", { name: "Add comment" }).click();
		await page.locator("mark[data-comment]", { hasText: "numbers" }).waitFor();
		const { body: comments } = await author.get<Comments>(`/content/${id}/comments`);
		expect(comments.data[0]!.text).to.equal("Which numbers?");
		expect(comments.data[0]!.passage).to.deep.include({ field: "body", quote: "numbers" });
		await look("item");
		await page.getByRole("button", { name: "Give back" }).click();
		const giveBack = page.getByRole("dialog").getByRole("button", { name: "Give back" });
		expect(await giveBack.isDisabled()).to.equal(true);
		await look("give back", false);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Approve" }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
		await page.getByText("“To be reviewed” is approved").waitFor();
		await admin.post("/quality/policies", { name: "Strict", gate: "warning" });
		await page.getByRole("button", { name: "Publish" }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
		await page
			.getByRole("dialog")
			.getByText(/recieve.* is not in the dictionary/)
			.waitFor();
		await look("held back", false);
		const allTheSame = page.getByRole("button", { name: "Publish all the same" });
		expect(await allTheSame.isDisabled()).to.equal(true);
		await page.getByRole("textbox", { name: "Reason to publish" }).fill("It is urgent");
		await allTheSame.click();
		await page.getByRole("dialog").waitFor({ state: "detached" });
		const { status, steps } = await read(id);
		expect(status).to.equal("published");
		expect(JSON.stringify((steps as object[]).at(-1))).to.include("It is urgent");
	});

	it("show what differs between two versions, and bring one back", async () => {
		const id = await make(admin, { title: "Versions", body: "Same\n\nA red door" });
		await admin.patch(`/content/${id}`, { body: "Same\n\nA blue door" });
		await opened.go(`/content/${id}/show?part=versions`);
		await page.locator("ins", { hasText: "blue" }).waitFor();
		expect(await page.locator("del").allInnerTexts()).to.deep.equal(["red"]);
		await look("versions");
		await page.getByRole("button", { name: "Restore" }).click();
		await waitUntil("it is back", async () => (await read(id)).body === "Same\n\nA red door");
		expect((await read(id)).rev).to.equal(3);
	});

	it("build a course by keyboard alone, store it at once, and undo it", async () => {
		const [one, two, three] = [
			await make(admin, { title: "First part" }),
			await make(admin, { title: "Second part" }),
			await make(admin, { title: "Third part, of gnus" })
		];
		const collection = async (kind: string, entries: object[]) => {
			const body = { kind, title: kind === "course" ? "A course" : "A module", entries };
			return (await admin.post<Item>("/content/collections", body)).body.id;
		};
		const part = await collection("module", []);
		const root = await collection("course", [
			{ type: "item", id: one },
			{ type: "collection", id: part },
			{ type: "item", id: two }
		]);
		await opened.go(`/contentCollections/${root}/show`);
		await page.getByRole("button", { name: /^Move Second part, 3 of 3/ }).focus();
		await page.keyboard.press("Alt+ArrowRight");
		await page.getByRole("button", { name: "Move Second part, 1 of 1 in A module" }).waitFor();
		const said = page.getByRole("log");
		expect(await said.innerText()).to.equal("Second part is now 1 of 1 in A module");
		await waitUntil("it is stored", async () => (await course(part)).includes(two));
		// Nothing is taken away before it is where it goes.
		await waitUntil(
			"it is there alone",
			async () => (await course(root)).join() === [one, part].join()
		);
		// The row that was moved still has the keyboard.
		await page.keyboard.press("Alt+ArrowLeft");
		await waitUntil("it is out", async () => (await course(root)).length === 3);
		await page.keyboard.press("Alt+ArrowUp");
		await waitUntil(
			"it is up",
			async () => (await course(root)).join() === [one, two, part].join()
		);
		expect(await said.innerText()).to.equal("Second part is now 2 of 3 in A course");
		await page.getByText("All is saved").waitFor();
		await page.keyboard.press("Control+z");
		await waitUntil(
			"undone",
			async () => (await course(root)).join() === [one, part, two].join()
		);
		await page.getByRole("searchbox").fill("gnus");
		await page.getByRole("button", { name: "Add Third part, of gnus" }).press("Enter");
		await waitUntil("it is added", async () => (await course(root)).at(-1) === three);
		await look("course");
		await page.getByRole("tab", { name: "As learners see it" }).click();
		await page.getByText("Learners do not see this course yet.").waitFor();
		await look("as learners see it");
	});

	it("move a row by dragging it", async () => {
		const [one, two] = [
			await make(admin, { title: "Dragged up" }),
			await make(admin, { title: "Dragged over" })
		];
		const entries = [one, two].map(id => ({ type: "item", id }));
		const body = { kind: "course", title: "Dragging", entries };
		const { body: made } = await admin.post<Item>("/content/collections", body);
		await opened.go(`/contentCollections/${made.id}/show`);
		const target = page.getByRole("link", { name: "Dragged up" });
		await page
			.getByRole("button", { name: /^Move Dragged over/ })
			.dragTo(target, { targetPosition: { x: 5, y: 1 } });
		await waitUntil(
			"it is first",
			async () => (await course(made.id)).join() === [two, one].join()
		);
	});

	it("fit a phone", async () => {
		const id = await make(admin, { title: "On a phone" });
		const body = { kind: "course", title: "On a phone", entries: [{ type: "item", id }] };
		const { body: made } = await admin.post<Item>("/content/collections", body);
		const phone = await signedIn(test, undefined, {
			viewport: { width: 390, height: 844 },
			hasTouch: true
		});
		for (const [place, text] of [
			["/content", "On a phone"],
			[`/content/${id}`, "Attachments"],
			[`/content/${id}/show`, "Comments"],
			[`/content/${id}/show?part=versions`, "Version 1"],
			["/review", "Submitted by me"],
			[`/contentCollections/${made.id}/show`, "From the library"]
		] as const) {
			await phone.go(place);
			await phone.page.getByText(text).first().waitFor();
			await waitUntil(`${place} fits`, async () => {
				const wider =
					"document.documentElement.scrollWidth - document.documentElement.clientWidth";
				return (await phone.page.evaluate<number>(wider)) <= 0;
			});
			expect(await violationsOn(phone.page), place).to.deep.equal([]);
		}
		await phone.go("/content");
		await phone.page.getByRole("button", { name: "Filters" }).click();
		await phone.page.getByRole("checkbox", { name: /^Lesson/ }).check();
		await phone.page.getByRole("button", { name: /^\d+ items?$/ }).click();
		await waitUntil("the address", () => phone.page.url().includes("kind=lesson"));
		expect(phone.seen).to.deep.equal([]);
		await phone.close();
	});

	it("speak German where the browser does", async () => {
		const id = await make(admin, { title: "Auf Deutsch" });
		const german = await openConsole(test, { locale: "de-DE" });
		await german.go(`/content/${id}/show`);
		await german.page.locator("input[name=username]").fill(ADMINISTRATOR.username);
		await german.page.locator("input[name=password]").fill(ADMINISTRATOR.password);
		await german.page.getByRole("button", { name: "Anmelden" }).click();
		await german.page.getByRole("button", { name: "Zur Prüfung geben" }).waitFor();
		await german.page.getByRole("link", { name: "Bibliothek" }).first().click();
		await german.page.getByRole("heading", { name: "Bibliothek" }).waitFor();
		expect(await german.page.locator("main").innerText()).to.include("Zuletzt geändert");
		expect(german.seen).to.deep.equal([]);
		await german.close();
	});

	it("work without anything that checks, and go with their plugin", async () => {
		const id = await make(admin, { title: "Unchecked" });
		await admin.post("/plugins/quality/disable");
		await opened.go(`/content/${id}`);
		await page.getByRole("tab", { name: "Preview" }).waitFor();
		await page.getByRole("heading", { name: "Loops" }).waitFor();
		expect(await page.getByRole("tab", { name: /Findings/ }).count()).to.equal(0);
		await opened.go(`/content/${id}/show`);
		await page.getByRole("tab", { name: "Comments" }).waitFor();
		expect(await page.getByRole("tab", { name: "Findings" }).count()).to.equal(0);
		await opened.go("/users");
		const entries = page.getByRole("navigation").getByRole("link", { name: /Library|Review/ });
		await entries.first().waitFor();
		expect(await entries.count()).to.equal(2);
		await admin.post("/plugins/content/disable");
		await entries.first().waitFor({ state: "detached" });
		expect(await entries.count()).to.equal(0);
	});
});
