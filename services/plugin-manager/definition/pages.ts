/** Checks the pages that a service brings to the console. */
import { isRecord, type Report } from "./report.ts";

const PATH = /^[a-z][a-z0-9-]{0,63}$/;
const ICON = /^[a-z][a-z0-9_]{0,63}$/;
const MODULE = /^pages\/([\w-]+\/)*[\w-]+\.(tsx|ts|jsx|js)$/;
const MAX_TITLE = 60;

export function checkPages(pages: unknown, report: Report): void {
	if (pages === undefined) return;
	if (!Array.isArray(pages)) return report("pages", pages, "an array of pages");
	const paths = new Set<unknown>();
	for (const page of pages) {
		if (!isRecord(page)) {
			report("pages", page, "what definePage returns");
			continue;
		}
		if (paths.has(page.path)) report("pages", page.path, "each path once");
		paths.add(page.path);
		checkPage(page, report);
	}
}

function checkPage({ path, title, icon, module, right }: Record<string, unknown>, report: Report) {
	const what = `pages["${String(path)}"]`;
	if (!fits(PATH, path))
		report(`${what}.path`, path, 'small letters, digits and dashes, such as "timeline"');
	if (!fits(ICON, icon)) report(`${what}.icon`, icon, 'the name of an icon, such as "schedule"');
	if (!fits(MODULE, module))
		report(`${what}.module`, module, 'a module of the folder pages, such as "pages/Board.tsx"');
	checkTitle(`${what}.title`, title, report);
	if (!isRecord(right) || !isName(right.action) || !isName(right.subject))
		report(`${what}.right`, right, 'an object such as { action: "read", subject: "Project" }');
}

function checkTitle(what: string, title: unknown, report: Report) {
	if (!isRecord(title)) return report(what, title, "an object with a text in English, en");
	if (!isTitle(title.en))
		report(`${what}.en`, title.en, `a text of 1 to ${MAX_TITLE} characters`);
	if (title.de !== undefined && !isTitle(title.de))
		report(`${what}.de`, title.de, `a text of 1 to ${MAX_TITLE} characters`);
}

function isTitle(value: unknown) {
	return typeof value === "string" && value !== "" && value.length <= MAX_TITLE;
}

function isName(value: unknown) {
	return typeof value === "string" && value !== "";
}

function fits(pattern: RegExp, value: unknown) {
	return typeof value === "string" && pattern.test(value);
}
