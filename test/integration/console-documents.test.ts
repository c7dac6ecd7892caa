/** What somebody does with documents in the console, in a real browser on a real kernel. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { useConsole, type ConsolePage, type ConsoleTest } from "../support/console.ts";
import { waitUntil } from "../support/wait-until.ts";

describe("documents in the console", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;

	useConsole({ plugins: ["projects", "exercises"] }, session => {
		({ test, opened, page } = session);
	});

	async function makeProjects(...names: string[]) {
		const admin = await test.api.as("admin");
		const made = names.map(name => admin.post<{ id: string }>("/projects", { name }));
		return (await Promise.all(made)).map(({ body }) => body.id);
	}

	async function project(id: string) {
		return (await (await test.api.as("admin")).get(`/projects/${id}`)).body;
	}

	const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });

	it("lists what there is, and finds it by words, filters and a saved view", async () => {
		await makeProjects("Lighthouse", "Windmill");
		await opened.go("/projects");
		await row("Lighthouse").waitFor();
		await page.getByRole("searchbox", { name: "Search" }).fill("windmill");
		await row("Lighthouse").waitFor({ state: "detached" });
		await row("Windmill").waitFor();
		await page.getByRole("searchbox", { name: "Search" }).fill("");
		await row("Lighthouse").waitFor();

		await page.getByRole("button", { name: "Add filter" }).click();
		await page.getByRole("combobox", { name: "Field" }).click();
		await page.getByRole("option", { name: "Status" }).click();
		await page.getByRole("combobox", { name: "Value" }).click();
		await page.getByRole("option", { name: "Done" }).click();
		await page.getByRole("button", { name: "Apply" }).click();
		await page.getByText("Nothing fits to this filter").waitFor();

		await page.getByRole("button", { name: "Saved views" }).click();
		await page.getByRole("menuitem", { name: "Save or remove views" }).click();
		await page.getByRole("textbox", { name: "Save the current view as" }).fill("Finished");
		await page.getByRole("button", { name: "Save" }).click();
		await opened.go("/users");
		await page.getByRole("heading", { name: "Users" }).waitFor();
		await opened.go("/projects?filter={}");
		await row("Lighthouse").waitFor();
		await page.getByRole("button", { name: "Saved views" }).click();
		await page.getByRole("menuitem", { name: "Finished" }).click();
		await page.getByText("Nothing fits to this filter").waitFor();
		await opened.go("/projects?filter={}");
		await row("Lighthouse").waitFor();
	});

	it("creates one, with what the server says against it at its field", async () => {
		await opened.go("/users/create");
		await page.getByRole("textbox", { name: "Email" }).fill("root@lyceum.test");
		await page.getByRole("button", { name: "Save" }).click();
		await page
			.getByText(/Is taken|already|email:/i)
			.first()
			.waitFor();
		await page.getByRole("textbox", { name: "Email" }).fill("grace@lyceum.test");
		await page.getByRole("textbox", { name: "Name", exact: true }).fill("Grace");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("heading", { name: "grace@lyceum.test" }).waitFor();
	});

	it("changes one and takes it back on the server", async () => {
		const [id] = await makeProjects("Telescope");
		await opened.go(`/projects/${id}`);
		await page.getByRole("textbox", { name: "Name" }).fill("Radio telescope");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("heading", { name: "Radio telescope" }).waitFor();
		expect(await project(id!)).to.include({ name: "Radio telescope", rev: 2 });
		await page.getByRole("button", { name: "Undo" }).click();
		await page.getByRole("heading", { name: "Telescope", exact: true }).waitFor();
		expect(await project(id!)).to.include({ name: "Telescope", rev: 3 });
	});

	it("edits code in an editor that obeys the page's policy", async () => {
		const admin = await test.api.as("admin");
		const { body } = await admin.get<{ data: { id: string }[] }>("/exercises?pageSize=1");
		const { id } = body.data[0]!;
		await opened.go(`/exercises/${id}`);
		const editor = page.getByRole("textbox", { name: "Starter code" });
		await editor.click();
		await page.keyboard.press("Control+A");
		await page.keyboard.press("Delete");
		await page.keyboard.insertText("print('changed')");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("tab", { name: "History" }).waitFor();
		const { body: saved } = await admin.get(`/exercises/${id}`);
		expect(saved).to.include({ starterCode: "print('changed')" });
	});

	it("removes one and brings it back", async () => {
		const [id] = await makeProjects("Aquarium");
		await opened.go(`/projects/${id}/show`);
		await page.getByRole("button", { name: "Delete" }).click();
		await page.getByText("Aquarium is removed").waitFor();
		await page.getByRole("button", { name: "Undo" }).click();
		await row("Aquarium").waitFor();
		expect(await project(id!)).to.include({ name: "Aquarium" });
	});

	it("changes many at once and undoes that", async () => {
		const ids = await makeProjects("Many one", "Many two", "Many three");
		await opened.go("/projects");
		await row("Many one").waitFor();
		for (const name of ["Many one", "Many two", "Many three"])
			await page.getByRole("checkbox", { name: `Select ${name}` }).check();
		await page.getByRole("toolbar").getByRole("button", { name: "Edit" }).click();
		await page.getByRole("dialog").getByRole("combobox", { name: "Status" }).click();
		await page.getByRole("option", { name: "Active" }).click();
		await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
		await page.getByText("3 documents changed").waitFor();
		expect((await Promise.all(ids.map(project))).map(({ status }) => status)).to.deep.equal(
			ids.map(() => "active")
		);
		await page.getByRole("button", { name: "Undo" }).click();
		await page.getByText("3 changes undone").waitFor();
		expect((await Promise.all(ids.map(project))).map(({ status }) => status)).to.deep.equal(
			ids.map(() => "planned")
		);
	});

	it("imports what can be imported, and shows what cannot", async () => {
		await opened.go("/projects");
		await page.getByRole("button", { name: "Import" }).click();
		const file = {
			name: "projects.csv",
			mimeType: "text/csv",
			buffer: Buffer.from("name,status,tags\nImported,active,a|b\nWrong,sleeping,\n")
		};
		await page.locator("input[type=file]").setInputFiles(file);
		await page.getByText("1 can be imported, 1 cannot").waitFor();
		expect(await page.getByRole("dialog").innerText()).to.match(/status: .*allowed values/i);
		await page.getByRole("button", { name: "Import 1 document" }).click();
		await page.getByText("1 document imported").waitFor();
		await row("Imported").waitFor();
		expect(await row("Imported").innerText()).to.include("Active");
		expect(await row("Wrong").count()).to.equal(0);
	});

	it("gives the list out as a file", async () => {
		await makeProjects("Given out");
		await opened.go("/projects");
		await page.getByRole("button", { name: "Export" }).click();
		const downloading = page.waitForEvent("download");
		await page.getByRole("menuitem", { name: "CSV, all fields" }).click();
		const download = await downloading;
		expect(download.suggestedFilename()).to.equal("projects.csv");
		const chunks: Buffer[] = [];
		for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
		expect(Buffer.concat(chunks).toString()).to.include("Given out");
	});

	it("uploads a file, and gives it back", async () => {
		await opened.go("/files/create");
		const buffer = Buffer.from("What the file says\n");
		const file = { name: "note.txt", mimeType: "text/plain", buffer };
		await page.locator("input[type=file]").setInputFiles(file);
		await page.getByText("note.txt").waitFor();
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("heading", { name: "note.txt" }).waitFor();
		const downloading = page.waitForEvent("download");
		await page.getByRole("button", { name: "Download" }).click();
		const chunks: Buffer[] = [];
		for await (const chunk of await (await downloading).createReadStream())
			chunks.push(chunk as Buffer);
		expect(Buffer.concat(chunks).toString()).to.equal("What the file says\n");
	});

	it("shows in an open list what others make", async () => {
		await opened.go("/projects");
		await page.getByRole("table").waitFor();
		await makeProjects("Made elsewhere");
		await row("Made elsewhere").waitFor();
	});

	it("says that somebody else changed what is edited, and merges it", async () => {
		const [id] = await makeProjects("Shared");
		await opened.go(`/projects/${id}`);
		await page.getByRole("textbox", { name: "Name" }).fill("Shared by me");
		const admin = await test.api.as("admin");
		await admin.patch(`/projects/${id}`, { status: "done" });
		await page.getByText("Somebody has changed this meanwhile: Status.").waitFor();
		await page.getByRole("button", { name: "Take it over" }).click();
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("heading", { name: "Shared by me" }).waitFor();
		expect(await project(id!)).to.include({ name: "Shared by me", status: "done" });
	});

	it("restores an earlier version", async () => {
		const [id] = await makeProjects("First name");
		const admin = await test.api.as("admin");
		await admin.patch(`/projects/${id}`, { name: "Second name" });
		await opened.go(`/projects/${id}/show`);
		await page.getByRole("tab", { name: "History" }).click();
		await page.getByText("Second name").first().waitFor();
		await page.getByRole("button", { name: "Restore this version" }).click();
		await page.getByRole("heading", { name: "First name" }).waitFor();
		expect(await project(id!)).to.include({ name: "First name", rev: 3 });
	});

	it("goes anywhere by keyboard alone", async () => {
		const [id] = await makeProjects("Zeppelin hangar");
		await opened.go("/users");
		await page.getByRole("heading", { name: "Users" }).waitFor();
		await page.keyboard.press("Control+K");
		await page.keyboard.type("audit");
		await page.getByRole("option", { name: /Audit trail/ }).waitFor();
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { name: "Audit trail" }).waitFor();
		await page.keyboard.press("Control+K");
		await page.keyboard.type("Zeppelin");
		await page.getByRole("option", { name: /Zeppelin hangar/ }).waitFor();
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { name: "Zeppelin hangar" }).waitFor();
		expect(page.url()).to.include(id!);
	});

	it("says that a plugin is gone, and has its screens again when it is back", async () => {
		const admin = await test.api.as("admin");
		await opened.go("/users");
		const entry = page.getByRole("navigation").getByRole("link", { name: "Exercises" });
		await entry.waitFor();
		await admin.post("/plugins/exercises/disable");
		await entry.waitFor({ state: "detached" });
		await admin.post("/plugins/exercises/enable");
		await entry.waitFor();
		await waitUntil("it can be opened", async () => {
			await entry.click();
			return (await page.getByRole("heading", { name: "Exercises" }).count()) > 0;
		});
	});
});
