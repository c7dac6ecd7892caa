/** What an administrator does to the system in the console. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import { signedIn, useConsole, type ConsolePage, type ConsoleTest } from "../support/console.ts";
import { makeDeadLetter } from "../support/dead-letter.ts";
import { packPlugin } from "../support/plugin-package.ts";

const MODEL = (
	fields: string
) => `import { Schema, collection, defineModel, definePlugin } from "lyceum";
const Note = defineModel("Note", new Schema({ text: { type: String, required: true }${fields} }));
export default definePlugin({
	name: "notes",
	mixins: [collection(Note)],
	abilities: { student: [{ action: "read", subject: "Note" }] }
});
`;

describe("operations in the console", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;

	useConsole({ plugins: ["exercises"], fixtures: ["toil"] }, session => {
		({ test, opened, page, admin } = session);
	});

	const dialog = () => page.getByRole("dialog");

	async function choose(version: string, service: string) {
		const lyceum = {
			permissions: { collections: ["notes"] },
			provides: { collections: ["notes"] }
		};
		const bytes = await packPlugin({ name: "notes", version, service, lyceum });
		await page.getByRole("button", { name: "Install or upgrade" }).click();
		const buffer = Buffer.from(bytes);
		const file = { name: "notes.tgz", mimeType: "application/gzip", buffer };
		await dialog().locator("input[type=file]").setInputFiles(file);
		await dialog()
			.getByRole("heading", { name: `notes ${version}` })
			.waitFor();
	}

	it("installs a plugin, upgrades it with the difference shown, and rolls it back, its list open", async () => {
		await opened.go("/plugins");
		await choose("1.0.0", MODEL(""));
		expect(await dialog().innerText()).to.include("/api/v1/notes");
		const install = dialog().getByRole("button", { name: "Install or upgrade" });
		expect(await install.isDisabled()).to.equal(true);
		await dialog()
			.getByRole("checkbox", { name: /I trust this plugin/ })
			.check();
		await install.click();
		await page.getByText("notes 1.0.0 is installed").waitFor();

		const list = await signedIn(test);
		await list.page.getByRole("navigation").getByRole("link", { name: "Notes" }).click();
		await list.page.getByText("There is nothing here yet").waitFor();
		await admin.post("/notes", { text: "Remember" });
		await list.page.getByRole("cell", { name: "Remember" }).waitFor();

		const weight = ", weight: { type: Number, required: true, default: 1 }";
		await choose("1.1.0", MODEL(weight));
		expect(await dialog().innerText()).to.match(/weight/);
		await dialog()
			.getByRole("checkbox", { name: /I trust this plugin/ })
			.check();
		const accept = dialog().getByRole("checkbox", { name: /I accept the breaking changes/ });
		if ((await accept.count()) > 0) await accept.check();
		await install.click();
		await page.getByText("notes 1.1.0 is installed").waitFor();
		await list.page.getByRole("button", { name: "Columns" }).click();
		await list.page.getByRole("menuitemcheckbox", { name: "Weight" }).waitFor();
		await list.page.keyboard.press("Escape");

		await page.getByRole("link", { name: "notes", exact: true }).click();
		await page.getByRole("button", { name: "Roll back" }).click();
		await page.getByRole("button", { name: "Confirm" }).click();
		await page.getByText("Version 1.0.0 · uploaded").waitFor();
		await list.page.getByRole("cell", { name: "Remember" }).waitFor();
		await list.page.getByRole("button", { name: "Columns" }).click();
		await list.page
			.getByRole("menuitemcheckbox", { name: "Weight" })
			.waitFor({ state: "detached" });
		expect(list.seen).to.deep.equal([]);
		await list.close();
	});

	it("shows why a file is refused", async () => {
		await opened.go("/plugins");
		await page.getByRole("button", { name: "Install or upgrade" }).click();
		const file = { name: "x.tgz", mimeType: "application/gzip", buffer: Buffer.from("no tar") };
		await dialog().locator("input[type=file]").setInputFiles(file);
		await dialog().getByRole("alert").waitFor();
		expect(
			await dialog().getByRole("button", { name: "Install or upgrade" }).isDisabled()
		).to.equal(true);
	});

	it("changes a plugin's settings, and shows at the field what does not fit", async () => {
		await opened.go("/plugins/exercises");
		const seconds = page.getByRole("spinbutton", { name: "Seconds between hints" });
		await seconds.fill("30");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("The settings are saved and in force").waitFor();
		const { body } = await admin.get<{ settings: object }>("/plugins/exercises");
		expect(body.settings).to.include({ hintDelaySeconds: 30 });
		await seconds.fill("100000");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("Must be 86400 or less").waitFor();
	});

	it("disables a plugin after asking, and enables it again", async () => {
		await opened.go("/plugins/exercises");
		await page.getByRole("button", { name: "Disable" }).click();
		await page.getByRole("button", { name: "Confirm" }).click();
		await page.getByText("Disabled", { exact: true }).waitFor();
		expect((await admin.get("/exercises")).status).to.equal(404);
		await page.getByRole("button", { name: "Enable" }).click();
		await page.getByRole("navigation").getByRole("link", { name: "Exercises" }).waitFor();
		expect((await admin.get("/exercises")).status).to.equal(200);
	});

	it("follows a task from the list of tasks, and cancels it", async () => {
		const wish = { pebbles: 900, eachMs: 20, name: "long" };
		const { status, body } = await admin.post<{ taskId: string }>("/toil/start", wish);
		expect(status).to.equal(202);
		await opened.go("/tasks");
		const row = page.getByRole("row", { name: /toil\.carry/ });
		await row.getByText("Running").waitFor();
		await row.getByRole("link", { name: "toil.carry" }).click();
		await page.getByRole("button", { name: "Cancel" }).click();
		await page.getByText("Cancel: done").waitFor();
		await page.getByText("Cancelled", { exact: true }).waitFor();
		const { body: task } = await admin.get(`/tasks/${body.taskId}`);
		expect(task).to.include({ state: "cancelled" });
		expect(task.progress).to.be.below(1);
		await page.getByRole("button", { name: "Cancel" }).click();
		await page
			.getByText(/cancelled/)
			.first()
			.waitFor();
		await page.getByRole("navigation").getByRole("link", { name: "Tasks" }).click();
		await row.getByText("Cancelled").waitFor();
	});

	it("replays a dead letter", async () => {
		const id = await makeDeadLetter({ kernel: test.api.kernel });
		await opened.go("/streams");
		await page.getByRole("link", { name: "1", exact: true }).click();
		await page.getByRole("link", { name: id }).click();
		await page.getByRole("button", { name: "Replay" }).click();
		await page.getByText("Replay: done").waitFor();
		expect((await admin.get(`/streams/dead-letters/${id}`)).status).to.equal(404);
	});

	it("finds an entry of the audit trail, and checks its chain", async () => {
		await admin.post("/roles", { name: "audited", rules: [] });
		await opened.go("/auditEntries");
		await page.getByRole("button", { name: "Add filter" }).click();
		await page.getByRole("textbox", { name: "Value" }).fill("roles.created");
		await page.getByRole("button", { name: "Apply" }).click();
		await page.getByText("1–1 of 1").or(page.getByText("1-1 of 1")).waitFor();
		await page.getByRole("button", { name: "Check the chain" }).click();
		await page.getByText(/The chain is whole: \d+ entries checked/).waitFor();
	});

	it("ends a session of somebody", async () => {
		const ann = await test.api.as("ann");
		const where = [{ field: "userId", operator: "eq", value: ann.id }];
		await opened.go(`/sessions?filter=${encodeURIComponent(JSON.stringify({ where }))}`);
		await page.getByRole("cell", { name: "ann@lyceum.test" }).waitFor();
		await page.getByRole("checkbox", { name: "Select all" }).check();
		await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click();
		await page.getByText("1 document removed").waitFor();
		expect((await ann.get("/auth/me")).status).to.equal(401);
	});

	it("draws the traffic of the last minutes on the first page", async () => {
		await opened.go("");
		const chart = page.getByRole("img", { name: /^Traffic: Requests [\d.]+\/s/ });
		await chart.waitFor();
		await chart.locator("path.recharts-line-curve").first().waitFor({ state: "attached" });
		await page.getByText("Document store").waitFor();
	});
});
