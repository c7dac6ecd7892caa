/** The console in a browser, for tests: built once for all of them, and watched for what it complains of. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import type { Client } from "./client.ts";
import { startTestKernel, type TestKernel, type TestKernelOptions } from "./kernel.ts";
import { waitUntil } from "./wait-until.ts";

export const CHROMIUM = "/usr/bin/chromium";
export const CHROMIUM_ARGUMENTS = [
	"--no-sandbox",
	"--headless",
	"--disable-gpu",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync"
];

export const ADMINISTRATOR = { username: "root@lyceum.test", password: "Correct-horse-7-battery" };

/** The password of everybody else in a test kernel. */
export const PASSWORD = "Another-staple-8-lamp";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface ConsoleTest {
	api: TestKernel;
	browser: Browser;
	stop(): Promise<void>;
}

/** A page of the console; `seen` is what it complained of, and what it asked of other hosts. */
export interface ConsolePage {
	page: Page;
	seen: string[];
	/** Goes to a place below `/admin`. */
	go(path: string): Promise<void>;
	close(): Promise<void>;
}

/** What the tests of one `describe` share. */
export interface ConsoleSession {
	test: ConsoleTest;
	/** Where an administrator is signed in. */
	opened: ConsolePage;
	page: Page;
	admin: Client;
}

/**
 * Gives the tests of a `describe` a console in which an administrator is signed in; without a browser they are left out.
 * A test after which the page has complained has failed.
 */
export function useConsole(
	options: TestKernelOptions,
	ready: (session: ConsoleSession) => void | Promise<void>
) {
	let test: ConsoleTest | undefined;
	let opened: ConsolePage | undefined;
	before(async function () {
		if (!hasBrowser()) return this.skip();
		test = await startConsole(options);
		const admin = await test.api.as("admin");
		opened = await signedIn(test);
		await ready({ test, opened, page: opened.page, admin });
	});
	after(() => test?.stop());
	afterEach(() => expect(opened?.seen ?? []).to.deep.equal([]));
}

/** False where there is no browser to test with. */
export function hasBrowser(): boolean {
	return existsSync(CHROMIUM);
}

/** Starts a kernel that serves the console, and a browser. */
export async function startConsole(options: TestKernelOptions = {}): Promise<ConsoleTest> {
	const environment = { CONSOLE_BUILD: "request", ...options.environment };
	const api = await startTestKernel({ ...options, environment });
	try {
		await waitUntil("the console is built", () => isBuilt(api));
		const browser = await chromium.launch({
			executablePath: CHROMIUM,
			args: CHROMIUM_ARGUMENTS
		});
		const stop = async () => {
			await browser.close();
			await api.stop();
		};
		return { api, browser, stop };
	} catch (error) {
		await api.stop();
		throw error;
	}
}

async function isBuilt({ guest }: TestKernel) {
	const { text } = await guest.get("//admin");
	if (text.includes('data-phase="failed"')) throw new Error(text);
	return text.includes('id="root"');
}

/** Opens the console as a guest. */
export async function openConsole(
	{ api, browser }: ConsoleTest,
	options: BrowserContextOptions = {}
): Promise<ConsolePage> {
	const viewport = { width: 1366, height: 900 };
	const context = await browser.newContext({
		viewport,
		locale: "en-US",
		// What fades has the colours of neither state.
		reducedMotion: "reduce",
		...options
	});
	const page = await context.newPage();
	page.setDefaultTimeout(20_000);
	const seen: string[] = [];
	page.on("pageerror", error => seen.push(error.message));
	page.on("console", message => {
		// A refusal that the page handles is told by the browser all the same.
		const isRefusal = message.text().startsWith("Failed to load resource");
		if (message.type() === "error" && !isRefusal) seen.push(message.text());
	});
	page.on("request", request => {
		const { origin, protocol } = new URL(request.url());
		if (origin !== api.url && protocol.startsWith("http")) seen.push(request.url());
	});
	const go = async (path: string) => {
		await page.goto(`${api.url}/admin${path}`);
	};
	return { page, seen, go, close: () => context.close() };
}

/** Opens the console and signs in. */
export async function signedIn(
	test: ConsoleTest,
	account: { username: string; password: string } = ADMINISTRATOR,
	options: BrowserContextOptions = {}
): Promise<ConsolePage> {
	const opened = await openConsole(test, options);
	await opened.go("");
	await fillLogin(opened.page, account);
	// On a phone the menu is closed.
	await opened.page.getByRole("button", { name: "Profile" }).waitFor();
	return opened;
}

/** Fills the sign-in form and sends it. */
export async function fillLogin(page: Page, account: { username: string; password: string }) {
	await page.locator("input[name=username]").fill(account.username);
	await page.locator("input[name=password]").fill(account.password);
	await page.getByRole("button", { name: "Sign in" }).click();
}

interface AxeResult {
	violations: { id: string; nodes: { html: string }[] }[];
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * What axe finds on the page as it is: the rule and the first element, one line each. What opens above a page
 * lies outside of its landmarks, so that axe's advice beyond WCAG is for whole pages.
 */
export async function violationsOn(page: Page, isWhole = true): Promise<string[]> {
	// A part that is still being fetched has no heading yet.
	if (isWhole) await page.locator("h1").first().waitFor({ state: "attached" });
	if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe);
	const rules = isWhole ? [...WCAG, "best-practice"] : WCAG;
	const found = await page.evaluate<AxeResult>(
		`axe.run(document, { runOnly: ${JSON.stringify(rules)} })`
	);
	return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
}

/** Of the page, and of what lies on it as paper does. */
const BACKGROUNDS = {
	light: { page: "rgb(245, 246, 244)", paper: "rgb(255, 255, 255)" },
	dark: { page: "rgb(17, 23, 22)", paper: "rgb(25, 33, 31)" }
};

/** Turns the page light or dark, as its reader's system would; editors take their colours over after the page. */
export async function turn(page: Page, colorScheme: "light" | "dark"): Promise<void> {
	await page.emulateMedia({ colorScheme });
	const wanted = BACKGROUNDS[colorScheme];
	await waitUntil(
		`the page is ${colorScheme}`,
		async () => (await backgroundsOf(page, "body")).join() === wanted.page
	);
	await waitUntil(`the editors are ${colorScheme}`, async () =>
		(await backgroundsOf(page, ".cm-editor")).every(one => one === wanted.paper)
	);
}

function backgroundsOf(page: Page, selector: string): Promise<string[]> {
	return page
		.locator(selector)
		.evaluateAll(found => found.map(one => getComputedStyle(one).backgroundColor));
}
