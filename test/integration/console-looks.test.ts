/** The console's looks and weight: accessible on every screen in both themes, strict, small, and on a phone. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Page } from "playwright-core";
import budget from "../../admin/budget.json" with { type: "json" };
import { buildFolders, findBuild } from "../../services/console/build-folder.ts";
import { hashSources } from "../../services/console/sources.ts";
import {
	hasBrowser,
	openConsole,
	signedIn,
	startConsole,
	turn,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { makeDeadLetter } from "../support/dead-letter.ts";
import { waitUntil } from "../support/wait-until.ts";

describe("the console's looks", function () {
	this.timeout(180_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;

	before(async function () {
		if (!hasBrowser()) return this.skip();
		test = await startConsole({ plugins: ["projects", "exercises"] });
		opened = await signedIn(test);
		page = opened.page;
	});
	after(() => test?.stop());

	/** Every screen, with the text that says that it is there. */
	async function screens(): Promise<[path: string, text: string | RegExp][]> {
		const admin = await test.api.as("admin");
		const { body: project } = await admin.post("/projects", {
			name: "Looks",
			description: "# Heading\n\nText",
			status: "active",
			tags: ["one", "two"],
			members: [{ userId: (await test.api.as("ann")).id, role: "editor" }]
		});
		await admin.patch(`/projects/${project.id}`, { description: "Other", status: "done" });
		const { body: role } = await admin.post("/roles", {
			name: "looker",
			rules: [{ action: "read", subject: "User", conditions: { isActive: true } }]
		});
		await makeDeadLetter({ kernel: test.api.kernel });
		const first = async (collection: string) => {
			const { body } = await admin.get<{ data: { id: string }[] }>(
				`/${collection}?pageSize=1`
			);
			return body.data[0]!.id;
		};
		const exercise = await first("exercises");
		return [
			["", "Document store"],
			["/projects", "Looks"],
			[`/projects/${project.id}/show`, "Due"],
			[`/projects/${project.id}`, "Edit Looks"],
			["/projects/create", "Create Project"],
			["/pages/projects/board", "Whose projects"],
			["/exercises", "Topic"],
			[`/exercises/${exercise}`, "Hidden from students"],
			["/users", "root@lyceum.test"],
			[`/users/${await first("users")}/show`, "Address confirmed"],
			["/users/create", "Create User"],
			["/roles", "looker"],
			[`/roles/${role.id}`, "Permission matrix"],
			["/roles/create", "Permission matrix"],
			["/sessions", "Expires at"],
			["/apiKeys", "Begins with"],
			["/lockouts", "Sign-in name"],
			["/limitBlocks", "Blocks"],
			["/access", "Ask"],
			["/mail", "Mail outbox"],
			["/deadLetters", "nobodies"],
			["/auditEntries", "Check the chain"],
			["/plugins", "Install or upgrade"],
			["/plugins/exercises", "Seconds between hints"],
			["/streams", "student-events"],
			["/tasks", "Asked by"],
			["/files", "Bytes"],
			["/files/create", "Choose a file"],
			["/notifications", "Notifications"],
			["/apiKeys/create", "Create API key"],
			["/health", "answers in"],
			["/account", "Second factor"]
		];
	}

	it("break no rule of axe on any screen, light or dark, and ask no other host", async function () {
		// Some sixty looks at whole pages.
		this.timeout(420_000);
		const found: string[] = [];
		for (const [place, text] of await screens()) {
			await opened.go(place);
			await page.getByText(text).first().waitFor();
			for (const colorScheme of ["light", "dark"] as const) {
				await turn(page, colorScheme);
				found.push(
					...(await violationsOn(page)).map(one => `${place} ${colorScheme} ${one}`)
				);
			}
		}
		expect(found).to.deep.equal([]);
		expect(opened.seen).to.deep.equal([]);
	});

	it("break no rule in what opens above a page, or before anybody is in", async () => {
		const found: string[] = [];
		const look = async (name: string) => {
			found.push(...(await violationsOn(page, false)).map(one => `${name} ${one}`));
		};
		await turn(page, "light");
		await opened.go("/projects");
		await page.getByRole("button", { name: "Add filter" }).click();
		await look("filter");
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Columns" }).click();
		await look("columns");
		await page.keyboard.press("Escape");
		await page.keyboard.press("Control+K");
		await page.getByRole("dialog").waitFor();
		await look("palette");
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Import" }).click();
		await page.getByRole("dialog").waitFor();
		await look("import");
		await page.keyboard.press("Escape");
		await page.getByRole("checkbox", { name: "Select Looks" }).check();
		await page.getByRole("toolbar").getByRole("button", { name: "Edit" }).click();
		await page.getByRole("dialog").waitFor();
		await look("bulk edit");
		const guest = await openConsole(test);
		await guest.go("");
		await guest.page.getByRole("button", { name: "Sign in" }).waitFor();
		found.push(...(await violationsOn(guest.page)));
		await guest.close();
		expect(found).to.deep.equal([]);
	});

	it("fit a phone: nothing is wider than the screen, and the menu leads on", async () => {
		const phone = await signedIn(test, undefined, {
			viewport: { width: 390, height: 844 },
			hasTouch: true
		});
		for (const place of [
			"",
			"/projects",
			"/users",
			"/plugins",
			"/plugins/exercises",
			"/roles/create"
		]) {
			await phone.go(place);
			await phone.page.getByRole("heading", { level: 1 }).waitFor();
			await waitUntil(`${place} fits`, async () => {
				const wider =
					"document.documentElement.scrollWidth - document.documentElement.clientWidth";
				return (await phone.page.evaluate<number>(wider)) <= 0;
			});
			expect(await violationsOn(phone.page), place).to.deep.equal([]);
		}
		await phone.page.getByRole("button", { name: "Open menu" }).click();
		await phone.page.getByRole("link", { name: "Projects" }).click();
		await phone.page.getByRole("link", { name: "Looks" }).click();
		await phone.page.getByRole("heading", { name: "Looks" }).waitFor();
		await phone.close();
	});

	it("come under a policy without exceptions, with a nonce of their own each time", async () => {
		const read = async () => (await test.api.guest.get("//admin/projects")).headers;
		const policies = [await read(), await read()].map(headers => ({
			policy: headers.get("content-security-policy")!,
			cache: headers.get("cache-control")
		}));
		expect(policies[0]!.policy).to.not.match(/unsafe|https?:|\*/);
		expect(policies[0]!.policy).to.not.equal(policies[1]!.policy);
		expect(policies[0]!.cache).to.equal("no-store");
		const { text } = await test.api.guest.get("//admin");
		const [, file] = /src="\/admin\/(assets\/[^"]+\.js)"/.exec(text)!;
		const script = await test.api.guest.get(`//admin/${file}`);
		expect(script.headers.get("cache-control")).to.include("immutable");
	});

	it("stay within their budget, which only goes down", async () => {
		const { first, largest } = await weigh(test.api.config.dataDir);
		expect(first).to.be.at.most(budget.firstScreenKilobytes);
		expect(largest.kilobytes, largest.name).to.be.at.most(budget.lazyPartKilobytes);
		expect(budget.firstScreenKilobytes).to.be.at.most(480);
		expect(budget.lazyPartKilobytes).to.be.at.most(150);
	});
});

interface Part {
	file: string;
	imports?: string[];
	dynamicImports?: string[];
	isDynamicEntry?: boolean;
	isEntry?: boolean;
}

/** What the first screen loads, and the most that any part adds to what has to be there before it. */
async function weigh(dataDir: string) {
	const build = await findBuild(buildFolders(dataDir), await hashSources());
	const manifest = JSON.parse(
		readFileSync(path.join(build!, ".vite/manifest.json"), "utf8")
	) as Record<string, Part>;
	const filesOf = (name: string, seen = new Set<string>()): Set<string> => {
		const { file, imports = [] } = manifest[name]!;
		if (seen.size < seen.add(file).size) for (const one of imports) filesOf(one, seen);
		return seen;
	};
	const weight = (files: Set<string>) => {
		const bytes = [...files].map(
			file => gzipSync(readFileSync(path.join(build!, file)), { level: 9 }).length
		);
		return bytes.reduce((sum, one) => sum + one, 0) / 1024;
	};
	const first = filesOf("index.html");
	/** What is there already when a part is asked for, by each of those that may ask for it. */
	const befores = (part: string) => {
		const asking = Object.keys(manifest).filter(name =>
			manifest[name]!.dynamicImports?.includes(part)
		);
		return asking.length > 0 ? asking.map(name => first.union(filesOf(name))) : [first];
	};
	const parts = Object.keys(manifest)
		// What plugins' pages share is an entry of its own, and no part of the first screen.
		.filter(name => manifest[name]!.isDynamicEntry || manifest[name]!.isEntry)
		.map(name => {
			const added = befores(name).map(before => weight(filesOf(name).difference(before)));
			return { name, kilobytes: Math.max(...added) };
		});
	const largest = parts.reduce((one, other) => (one.kilobytes > other.kilobytes ? one : other));
	return { first: weight(first), largest };
}
