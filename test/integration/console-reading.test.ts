/** Texts in Markdown as they are meant to be read, and views of lists that the server keeps. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	PASSWORD,
	signedIn,
	turn,
	useConsole,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { waitUntil } from "../support/wait-until.ts";

const TEXT = `# Weather on the roof

| when | what |
| --- | --- |
| hourly | *rain* |

- [x] [Manual](https://example.org/manual)
- [ ] [Trap](javascript:alert(1))

![Chart](https://example.org/chart.png)

<script>document.title = "taken"</script><img src="/x" onerror="document.title = 'taken'">

### Sensors
`;

describe("reading in the console", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;

	useConsole({ plugins: ["projects"] }, session => {
		({ test, opened, page, admin } = session);
	});

	async function makeProject(name: string, more: object = {}) {
		const { body } = await admin.post("/projects", { name, ...more });
		return body.id as string;
	}

	it("shows Markdown rendered, harmless whatever is in it, and as its source", async () => {
		const id = await makeProject("Roof", { description: TEXT });
		await opened.go(`/projects/${id}/show`);
		await page.getByRole("heading", { level: 2, name: "Weather on the roof" }).waitFor();
		await page.getByRole("cell", { name: "hourly" }).waitFor();
		await page.getByRole("heading", { level: 3, name: "Sensors" }).waitFor();
		const manual = page.getByRole("link", { name: "Manual" });
		expect(await manual.getAttribute("rel")).to.equal("noopener noreferrer");
		await page.getByText("Trap").waitFor();
		expect(await page.getByRole("link", { name: "Trap" }).count()).to.equal(0);
		// The console asks no other host for pictures.
		expect(await page.getByRole("link", { name: "Chart" }).getAttribute("href")).to.equal(
			"https://example.org/chart.png"
		);
		expect(await page.title()).to.not.include("taken");
		for (const colours of ["light", "dark"] as const) {
			await turn(page, colours);
			expect(await violationsOn(page)).to.deep.equal([]);
		}
		await page.getByRole("button", { name: "Show the source" }).click();
		await page.getByText("| hourly | *rain* |").waitFor();
		await page.getByRole("button", { name: "Show it rendered" }).click();
		await page.getByRole("cell", { name: "hourly" }).waitFor();
	});

	it("previews Markdown as it is written", async () => {
		const id = await makeProject("Draft", { description: "Plain" });
		await opened.go(`/projects/${id}`);
		await page.getByRole("button", { name: "Preview" }).click();
		const preview = page.getByRole("region", { name: "Preview: Description" });
		await preview.getByText("Plain").waitFor();
		await page.getByRole("textbox", { name: "Description" }).fill("Now **strong**");
		await preview.locator("strong", { hasText: "strong" }).waitFor();
		expect(await violationsOn(page)).to.deep.equal([]);
	});

	it("moves the views that the browser had kept to the server, once", async () => {
		await makeProject("Lighthouse", { status: "done" });
		const kept = [
			{
				name: "Kept here",
				filter: { where: [{ field: "status", operator: "eq", value: "done" }] },
				sort: { field: "name", order: "ASC" },
				columns: ["name", "status"]
			}
		];
		await opened.go("/projects");
		await page.getByRole("link", { name: "Lighthouse" }).waitFor();
		await page.evaluate(
			`localStorage.setItem("RaStorelyceum.views.projects", ${JSON.stringify(JSON.stringify(kept))})`
		);
		await opened.go("/projects");
		const viewsOf = async () =>
			(await admin.get<{ data: { name: string }[] }>("/console/views?collection=projects"))
				.body.data;
		await waitUntil("the view is on the server", async () => (await viewsOf()).length === 1);
		await waitUntil("the browser keeps it no more", async () =>
			Boolean(
				await page.evaluate(`localStorage.getItem("RaStorelyceum.views.projects") === null`)
			)
		);
		await page.getByRole("button", { name: "Saved views" }).click();
		await page.getByRole("menuitem", { name: "Kept here" }).click();
		await page.getByRole("link", { name: "Draft" }).waitFor({ state: "detached" });
		await page.getByRole("link", { name: "Lighthouse" }).waitFor();
		expect((await viewsOf()).map(({ name }) => name)).to.deep.equal(["Kept here"]);
	});

	it("shares a view with a role, whose people find it in their lists", async () => {
		await test.api.as("teacher");
		await opened.go("/projects?filter={}");
		await page.getByRole("link", { name: "Lighthouse" }).waitFor();
		await page.getByRole("button", { name: "Saved views" }).click();
		await page.getByRole("menuitem", { name: "Save or remove views" }).click();
		const dialog = page.getByRole("dialog");
		await dialog
			.getByRole("textbox", { name: "Save the current view as" })
			.fill("For all of us");
		await dialog.getByRole("combobox", { name: "Share with roles" }).click();
		await page.getByRole("option", { name: "teacher" }).click();
		await page.keyboard.press("Escape");
		expect(await violationsOn(page, false)).to.deep.equal([]);
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.waitFor({ state: "detached" });
		const teacher = await signedIn(test, {
			username: "teacher@lyceum.test",
			password: PASSWORD
		});
		await teacher.go("/projects");
		await teacher.page.getByRole("button", { name: "Saved views" }).click();
		await teacher.page
			.getByRole("menuitem", { name: "For all of us Shared with you" })
			.waitFor();
		expect(teacher.seen).to.deep.equal([]);
		await teacher.close();
	});
});
