/** Signing in to the console, and what roles and rights do to it while it is open. */
import { expect } from "chai";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	ADMINISTRATOR,
	fillLogin,
	openConsole,
	PASSWORD,
	signedIn,
	turn,
	useConsole,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";

describe("people in the console", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;

	useConsole({ plugins: ["projects"] }, session => {
		({ test, opened, page, admin } = session);
	});

	const menu = (one: Page) => one.getByRole("navigation");

	it("lets nobody in with a wrong password, and says so", async () => {
		const guest = await openConsole(test);
		await guest.go("/projects");
		await fillLogin(guest.page, { ...ADMINISTRATOR, password: "wrong" });
		await guest.page.getByRole("alert").waitFor();
		expect(await guest.page.getByRole("navigation").count()).to.equal(0);
		await fillLogin(guest.page, ADMINISTRATOR);
		await menu(guest.page).waitFor();
		await guest.page.getByRole("heading", { name: "Projects" }).waitFor();
		await guest.close();
	});

	it("keeps the session through a reload, in a cookie that no script reads", async () => {
		await page.reload();
		await menu(page).waitFor();
		const cookies = await page.context().cookies();
		const { httpOnly } = cookies.find(({ name }) => name === "auth_token")!;
		expect(httpOnly).to.equal(true);
		const kept = await page.evaluate("JSON.stringify(localStorage) + document.cookie");
		const { value } = cookies.find(({ name }) => name === "auth_token")!;
		expect(kept).to.not.include(value);
		expect(kept).to.not.match(/eyJ/);
	});

	it("asks for the second factor where there is one", async () => {
		const tess = await test.api.as("tess");
		const { body } = await tess.post<{ secret: string }>("/auth/totp/enroll");
		const totp = new TOTP({ secret: Secret.fromBase32(body.secret) });
		await tess.post("/auth/totp/confirm", { otp: totp.generate() });
		const guest = await openConsole(test);
		await guest.go("");
		await fillLogin(guest.page, { username: "tess@lyceum.test", password: PASSWORD });
		const otp = guest.page.getByRole("textbox", { name: /Code/ });
		await otp.waitFor();
		// A code is good once: the next one is taken.
		await otp.fill(totp.generate({ timestamp: Date.now() + 30_000 }));
		await guest.page.getByRole("button", { name: "Sign in" }).click();
		await menu(guest.page).waitFor();
		expect(await menu(guest.page).getByRole("link", { name: "Users" }).count()).to.equal(0);
		await guest.close();
	});

	it("makes a role whose effect shows in an open browser of who gets it", async () => {
		const bob = await test.api.as("bob");
		const other = await signedIn(test, { username: "bob@lyceum.test", password: PASSWORD });
		await menu(other.page).getByRole("link", { name: "Projects" }).waitFor();
		expect(await menu(other.page).getByRole("link", { name: "Users" }).count()).to.equal(0);

		await opened.go("/roles/create");
		await page.getByRole("textbox", { name: "Name" }).fill("registrar");
		await page.getByRole("checkbox", { name: "Read User", exact: true }).check();
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByRole("heading", { name: "registrar" }).waitFor();
		await page.getByText("0 users have this role.").waitFor();

		await admin.patch(`/users/${bob.id}`, { roles: ["student", "registrar"] });
		await menu(other.page).getByRole("link", { name: "Users" }).click();
		await other.page.getByRole("cell", { name: "bob@lyceum.test" }).waitFor();
		expect(await other.page.getByRole("link", { name: "Create" }).count()).to.equal(0);

		await page.getByRole("checkbox", { name: "Read User", exact: true }).uncheck();
		await page.getByRole("button", { name: "Save" }).click();
		await menu(other.page).getByRole("link", { name: "Users" }).waitFor({ state: "detached" });
		expect(other.seen).to.deep.equal([]);
		await other.close();
	});

	it("shows at a rule what is wrong with it", async () => {
		await opened.go("/roles/create");
		await page.getByRole("textbox", { name: "Name" }).fill("broken");
		await page.getByRole("button", { name: "Add a rule" }).click();
		const rule = page.getByRole("group", { name: "Rule 1" });
		await rule.getByRole("combobox", { name: "Subject" }).fill("Unicorn");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText(/rules\/0\/subject/).waitFor();
		expect((await admin.get("/roles?filter[name]=broken")).body).to.include({ total: 0 });
	});

	it("checks a role while it is edited, and says who would gain and lose what", async () => {
		const { body: role } = await admin.post("/roles", {
			name: "helper",
			rules: [{ action: ["read"], subject: "User", fields: ["name"] }]
		});
		for (const name of ["hal", "hope"]) {
			const person = await test.api.as(name);
			await admin.patch(`/users/${person.id}`, { roles: ["student", "helper"] });
		}
		await opened.go(`/roles/${role.id}`);
		const effect = page.getByRole("status").filter({ hasText: "2 users have this role." });
		await effect.filter({ hasText: "hal@lyceum.test, hope@lyceum.test" }).waitFor();
		await effect.filter({ hasText: "changes nothing for anybody" }).waitFor();

		await page.getByRole("checkbox", { name: "Update Project", exact: true }).check();
		const gained = effect.filter({ hasText: "2 people may now update Project" });
		await gained.waitFor();
		await page.getByRole("button", { name: "Remove rule 1" }).click();
		await effect.filter({ hasText: "2 people may no longer read User (only Name)" }).waitFor();
		expect(await violationsOn(page)).to.deep.equal([]);
		await turn(page, "dark");
		expect(await violationsOn(page)).to.deep.equal([]);
		await turn(page, "light");

		const rule = page.getByRole("group", { name: "Rule 1" });
		await rule.getByRole("combobox", { name: "Fields" }).fill("wings");
		await page.keyboard.press("Enter");
		await rule.getByText(/^Is not a field; expected one of/).waitFor();
		await effect.filter({ hasText: "told once the rules are right" }).waitFor();
		expect(await violationsOn(page)).to.deep.equal([]);
		const { body: stored } = await admin.get<{ rules: object[] }>(`/roles/${role.id}`);
		expect(stored.rules)
			.to.have.length(1)
			.and.containSubset([{ subject: "User" }]);
	});

	it("says why a user may do something, and by which rule", async () => {
		const ann = await test.api.as("ann");
		const { body: made } = await ann.post("/projects", { name: "Of Ann" });
		const eve = await test.api.as("eve");
		for (const [user, verdict] of [
			[ann.id, "Allowed."],
			[eve.id, "Not allowed."]
		]) {
			await opened.go(`/access?user=${user}&subject=Project&id=${made.id}`);
			await page.getByRole("button", { name: "Ask" }).click();
			await page.getByText(verdict!, { exact: true }).waitFor();
		}
		expect(await page.getByRole("cell", { name: "projects" }).count()).to.be.above(0);
	});

	it("shows a new API key once", async () => {
		await opened.go("/apiKeys/create");
		await page.getByRole("textbox", { name: "Name" }).fill("Reporting");
		await page.getByRole("combobox", { name: "Scopes" }).fill("projects.read");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("Keep this key: it is shown this once.").waitFor();
		const key = (await page.locator("pre").innerText()).trim();
		const headers = { "x-api-key": key };
		expect((await test.api.guest.get("/projects", headers)).status).to.equal(200);
		await page.getByRole("link", { name: "Close" }).click();
		await page.getByRole("cell", { name: "Reporting", exact: true }).waitFor();
		expect(await page.content()).to.not.include(key);
	});

	it("looks at things as another user does, changes nothing, and comes back", async () => {
		const cat = await test.api.as("cat");
		await cat.post("/projects", { name: "Of Cat" });
		await opened.go(`/users/${cat.id}/show`);
		await page.getByRole("button", { name: "View as this user" }).click();
		await page.getByText(/You see what cat@lyceum.test sees/).waitFor();
		await menu(page).getByRole("link", { name: "Users" }).waitFor({ state: "detached" });
		await menu(page).getByRole("link", { name: "Projects" }).click();
		await page.getByRole("link", { name: "Of Cat" }).click();
		await page.getByRole("button", { name: "Delete" }).click();
		await page.getByText("You are viewing as somebody else").waitFor();
		await page.getByRole("button", { name: "Back to my own view" }).click();
		await menu(page).getByRole("link", { name: "Users" }).waitFor();
	});

	it("leads back to the sign-in when the session is ended elsewhere", async () => {
		await test.api.as("dan");
		const other = await signedIn(test, { username: "dan@lyceum.test", password: PASSWORD });
		const dan = await test.api.as("dan");
		await dan.delete("/auth/sessions?others=true");
		await menu(other.page).getByRole("link", { name: "Projects" }).click();
		await other.page.locator("input[name=username]").waitFor();
		await other.close();
	});

	it("speaks German where the browser does", async () => {
		const german = await openConsole(test, { locale: "de-DE" });
		await german.go("");
		await german.page.getByRole("button", { name: "Anmelden" }).waitFor();
		await german.page.locator("input[name=username]").fill(ADMINISTRATOR.username);
		await german.page.locator("input[name=password]").fill(ADMINISTRATOR.password);
		await german.page.getByRole("button", { name: "Anmelden" }).click();
		await menu(german.page).getByRole("link", { name: "Benutzer" }).click();
		await german.page.getByRole("heading", { name: "Benutzer" }).waitFor();
		expect(await german.page.locator("html").getAttribute("lang")).to.equal("de");
		await german.close();
	});
});
