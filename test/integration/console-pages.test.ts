/** Pages that plugins bring to the console: trusted ones as modules that share its React. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	hasBrowser,
	signedIn,
	startConsole,
	turn,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { pageService, uploadForm } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

/** A page that says which version it is, counts by a hook, and breaks when it is told to. */
const COUNTER = (version: string) => `import { useState } from "react";
import { Button, Page, useLocale, useMessages } from "lyceum/console";
import { messages } from "./messages.ts";

export default function Counter() {
	const say = useMessages(messages);
	const [count, setCount] = useState(0);
	if (count > 2) throw new Error("Three is too much");
	return (
		<Page title={say("title")}>
			<p>{say("told", { version: ${JSON.stringify(version)}, count })}</p>
			<Button onClick={() => setCount(count + 1)}>Add</Button>
		</Page>
	);
}
`;

const MESSAGES = `export const messages = {
	en: { title: "Counter", told: { one: "{version} counted {count} time", other: "{version} counted {count} times" } },
	de: { title: "Zähler", told: { one: "{version} zählte {count} Mal", other: "{version} zählte {count} Male" } }
};
`;

describe("pages of plugins in the console", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;

	before(async function () {
		if (!hasBrowser()) return this.skip();
		test = await startConsole({ plugins: ["projects"] });
		admin = await test.api.as("admin");
		opened = await signedIn(test);
		page = opened.page;
	});
	after(() => test?.stop());

	const menu = (name: string) =>
		page.getByRole("navigation").getByRole("link", { name, exact: true });

	async function install(version: string, files: Record<string, string>) {
		const source = {
			name: "counter",
			version,
			service: pageService("counter", "pages/Counter.tsx"),
			files: { "pages/messages.ts": MESSAGES, ...files }
		};
		const { status, text } = await admin.post("/plugins", await uploadForm(source));
		expect(status, text).to.be.oneOf([200, 201]);
	}

	it("open from the menu: the board moves a project, which can be undone, in both themes", async () => {
		const due = { dueOn: "2024-05-01T00:00:00Z", tags: ["roof"] };
		await admin.post("/projects", { name: "Weather station", status: "active", ...due });
		await menu("Project board").click();
		const active = page.getByRole("region", { name: "Active" });
		const done = page.getByRole("region", { name: "Done" });
		await active.getByRole("link", { name: "Weather station" }).waitFor();
		await active.getByText("Overdue").waitFor();
		for (const colours of ["light", "dark"] as const) {
			await turn(page, colours);
			expect(await violationsOn(page)).to.deep.equal([]);
		}
		await active.getByRole("combobox", { name: "Status of Weather station" }).click();
		await page.getByRole("option", { name: "Done" }).click();
		await done.getByRole("link", { name: "Weather station" }).waitFor();
		await page.getByRole("button", { name: "Undo" }).click();
		await active.getByRole("link", { name: "Weather station" }).waitFor();
		// What somebody else does shows by itself.
		await admin.post("/projects", { name: "Garden", status: "planned" });
		await page.getByRole("link", { name: "Garden" }).waitFor();
		expect(opened.seen).to.deep.equal([]);
	});

	it("come, change and go in an open browser, with the plugin's words in the reader's language", async () => {
		await install("1.0.0", { "pages/Counter.tsx": COUNTER("1.0.0") });
		await menu("Counter").click();
		await page.getByText("1.0.0 counted 0 times").waitFor();
		await page.getByRole("button", { name: "Add" }).click();
		await page.getByText("1.0.0 counted 1 time").waitFor();
		await install("1.1.0", { "pages/Counter.tsx": COUNTER("1.1.0") });
		await page.getByText("1.1.0 counted 0 times").waitFor();
		await page.getByRole("button", { name: "Language" }).click();
		await page.getByRole("menuitem", { name: "Deutsch" }).click();
		await page.getByText("1.1.0 zählte 0 Male").waitFor();
		await menu("Zähler").waitFor();
		await page.getByRole("button", { name: "Sprache" }).click();
		await page.getByRole("menuitem", { name: "English" }).click();
		expect(opened.seen).to.deep.equal([]);
	});

	it("keep to themselves what breaks in them: plugin and page are named, and another try helps", async () => {
		for (let times = 0; times < 3; times++)
			await page.getByRole("button", { name: "Add" }).click();
		await page.getByText("The page “Counter” of the plugin “counter” has failed.").waitFor();
		await page.getByText("Three is too much").waitFor();
		expect(await violationsOn(page)).to.deep.equal([]);
		await page.getByRole("button", { name: "Try again" }).click();
		await page.getByText("1.1.0 counted 0 times").waitFor();
		await menu("Project board").waitFor();
		// React tells of what a boundary caught.
		opened.seen.length = 0;
	});

	it("go with their plugin", async () => {
		await admin.post("/plugins/counter/disable");
		await page.getByText("This page is not there any more").waitFor();
		await waitUntil(
			"the menu has no counter",
			async () => (await menu("Counter").count()) === 0
		);
		await admin.post("/plugins/counter/enable");
		await page.getByText("1.1.0 counted 0 times").waitFor();
		expect(opened.seen).to.deep.equal([]);
	});

	it("are not there for whoever may not see them", async () => {
		await test.api.as("ann");
		const ann = { username: "ann@lyceum.test", password: "Another-staple-8-lamp" };
		const other = await signedIn(test, ann);
		await other.page
			.getByRole("navigation")
			.getByRole("link", { name: "Project board" })
			.waitFor();
		expect(
			await other.page.getByRole("link", { name: "Counter", exact: true }).count()
		).to.equal(0);
		await other.go("/pages/counter/counter");
		await other.page.getByText("This page is not there any more").waitFor();
		await other.close();
	});
});
