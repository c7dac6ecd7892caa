/**
 * `npm run screenshots`: starts the demo, waits until its charts have something to show, and takes pictures of the
 * console's main screens into `docs/screenshots/`: light and dark, on a desk and on a phone.
 */
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "playwright-core";
import { startDemo } from "../services/demo/demo.ts";
import { createClient, type Client } from "./support/client.ts";
import { CHROMIUM, CHROMIUM_ARGUMENTS } from "./support/console.ts";
import { waitUntil } from "./support/wait-until.ts";

const FOLDER = path.resolve(import.meta.dirname, "../docs/screenshots");
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** What a checkout has to carry for them. */
const MAX_BYTES = 1.5 * 1024 * 1024;
const QUALITY = 74;

/** A chart with fewer points is a line that says nothing. */
const POINTS = 8;

type Looks = "light" | "dark";

interface Picture {
	name: string;
	path: string;
	looks?: Looks;
	isPhone?: boolean;
	/** What shall be seen of a page that is longer than the picture. */
	scrollTo?: string;
	before?: (page: Page) => Promise<void>;
}

const ASKED_FOR = JSON.stringify({
	where: [{ field: "job", operator: "contains", value: "attendance" }]
});

const PICTURES: Picture[] = [
	{ name: "dashboard", path: "" },
	{ name: "dashboard-dark", path: "", looks: "dark" },
	{ name: "dashboard-phone", path: "", isPhone: true },
	{ name: "findings", path: "/qualityFindings" },
	{ name: "content", path: "/content" },
	{ name: "projects-dark", path: "/projects", looks: "dark" },
	{ name: "plugin", path: "/plugins/attendance" },
	{ name: "plugin-figures", path: "/plugins/exercises", scrollTo: "Calls on this node" },
	{
		name: "tasks",
		// The clock's own tasks would be most of them.
		path: `/tasks?filter=${encodeURIComponent(ASKED_FOR)}`,
		before: page => page.getByRole("button", { name: "Schedules" }).click()
	},
	{ name: "tasks-phone", path: "/tasks", isPhone: true, looks: "dark" },
	{ name: "streams", path: "/streams" },
	{ name: "log-dark", path: "/logs", looks: "dark" },
	{ name: "audit", path: "/auditEntries" },
	{ name: "mail", path: "/mail" },
	{ name: "trash", path: "/trash" }
];

const { values } = parseArgs({ options: { "data-dir": { type: "string" } } });
const temporary = values["data-dir"]
	? null
	: await mkdtemp(path.join(tmpdir(), "lyceum-pictures-"));
const lines: string[] = [];
const demo = await startDemo(
	{
		port: 0,
		dataDir: values["data-dir"] ?? path.join(temporary!, "demo"),
		isQuiet: false,
		environment: { ...process.env, CONSOLE_BUILD: "request" }
	},
	line => {
		lines.push(line);
		console.log(line);
	}
);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
try {
	await mkdir(FOLDER, { recursive: true });
	await takeAll(browser);
	await requireSmall();
} finally {
	await browser.close();
	await demo.stop();
	if (temporary) await rm(temporary, { recursive: true, force: true });
}
process.exit();

async function takeAll(of: Browser) {
	const [, password = ""] = /the password (\S+)/.exec(lines.join("\n")) ?? [];
	const account = { username: "ines@school.example", password };
	const { body } = await createClient(demo.url).post("/auth/login", account);
	const admin = createClient(demo.url, String(body.access_token));
	await consoleOf(admin);
	for (let points = 2; points <= POINTS; points++)
		await waitUntil(`${points} points of the charts`, () => hasPoints(admin, points));
	for (const looks of ["light", "dark"] as const)
		for (const viewport of [DESK, PHONE]) {
			const own = PICTURES.filter(
				picture =>
					(picture.looks ?? "light") === looks &&
					(picture.isPhone ?? false) === (viewport === PHONE)
			);
			if (own.length > 0) await take(of, own, looks, viewport, account);
		}
}

/** A build on a busy machine takes longer than anything else that is waited for. */
async function consoleOf(admin: Client) {
	const isThere = async () => (await admin.get("//admin")).text.includes('id="root"');
	const look = () => waitUntil("the console is built", isThere);
	await look().catch(look).catch(look);
}

async function hasPoints(admin: Client, count: number) {
	const { body } = await admin.get<{ data: unknown[] }>("/monitoring/history");
	return body.data.length >= count;
}

async function take(
	of: Browser,
	pictures: Picture[],
	colorScheme: Looks,
	viewport: typeof DESK,
	account: { username: string; password: string }
) {
	const context = await of.newContext({
		viewport,
		colorScheme,
		locale: "en-US",
		reducedMotion: "reduce"
	});
	const page = await context.newPage();
	await page.goto(`${demo.url}/admin`);
	await page.locator("input[name=username]").fill(account.username);
	await page.locator("input[name=password]").fill(account.password);
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.getByRole("button", { name: "Profile" }).waitFor();
	for (const picture of pictures) await takeOne(page, picture);
	await context.close();
}

async function takeOne(page: Page, { name, path: place, scrollTo, before }: Picture) {
	await page.goto(`${demo.url}/admin${place}`);
	await page.getByRole("heading", { level: 1 }).waitFor();
	// A console that hears of changes is never idle for long: what it reads first has come by then.
	await page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => undefined);
	await before?.(page);
	if (scrollTo)
		await page.getByRole("heading", { name: scrollTo }).evaluate(heading => {
			heading.scrollIntoView({ block: "start" });
		});
	await page.waitForTimeout(2000);
	const file = path.join(FOLDER, `${name}.jpg`);
	await page.screenshot({ path: file, type: "jpeg", quality: QUALITY });
	console.log(`  ${name}.jpg  ${Math.round((await stat(file)).size / 1024)} KB`);
}

async function requireSmall() {
	const files = await readdir(FOLDER);
	const sizes = await Promise.all(
		files.map(async file => (await stat(path.join(FOLDER, file))).size)
	);
	const sum = sizes.reduce((all, size) => all + size, 0);
	console.log(`${files.length} pictures, ${Math.round(sum / 1024)} KB`);
	if (sum > MAX_BYTES) throw new Error(`They are more than ${MAX_BYTES / 1024} KB`);
}
