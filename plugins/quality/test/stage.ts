/** A kernel with content and quality, and the people of the stories. */
import type { Client } from "../../../test/support/client.ts";
import {
	startTestKernel,
	type TestKernel,
	type TestKernelOptions
} from "../../../test/support/kernel.ts";
import { waitUntil } from "../../../test/support/wait-until.ts";

export interface Finding {
	id: string;
	rev: number;
	rule: string;
	severity: string;
	state: string;
	itemId: string;
	field: string;
	line: number;
	passage: string;
	message: string;
	reopened: number;
	reports: number;
	fix?: object;
	[field: string]: unknown;
}

export interface Check {
	id: string;
	state: string;
	items: number;
	unchanged: number;
	opened: number;
	closed: number;
	score: number | null;
	failures: string[];
}

export interface Page<Entry> {
	data: Entry[];
	total: number;
}

export interface Stage {
	api: TestKernel;
	admin: Client;
	/** Writes the items. */
	author: Client;
	/** Another teacher. */
	stranger: Client;
	student: Client;
	make: (changes?: Record<string, unknown>) => Promise<string>;
	/** Checks and waits for the end. */
	check: (scope: object, who?: Client) => Promise<Check>;
	findings: (query: string, who?: Client) => Promise<Finding[]>;
}

export async function startStage(options: TestKernelOptions = {}): Promise<Stage> {
	const api = await startTestKernel({ plugins: ["content", "quality"], ...options });
	const author = await api.as("author", "teacher");
	const admin = await api.as("admin");
	return {
		api,
		admin,
		author,
		stranger: await api.as("stranger", "teacher"),
		student: await api.as("student"),
		async make(changes = {}) {
			const { status, body, text } = await author.post<{ id: string }>(
				"/content",
				lesson(changes)
			);
			if (status !== 201) throw new Error(text);
			return body.id;
		},
		async check(scope, who = author) {
			const { status, body, text } = await who.post<Check>("/quality/checks", scope);
			if (status !== 202) throw new Error(text);
			let check = body;
			await waitUntil("the check to end", async () => {
				check = (await who.get<Check>(`/quality/checks/${body.id}`)).body;
				return check.state === "done";
			});
			return check;
		},
		async findings(query, who = author) {
			const { status, body, text } = await who.get<Page<Finding>>(
				`/quality/findings?pageSize=100&${query}`
			);
			if (status !== 200) throw new Error(text);
			return body.data;
		}
	};
}

export function lesson(changes: Record<string, unknown> = {}) {
	return {
		kind: "lesson",
		title: "Counting with range",
		body: "A loop over `range(3)` sees three numbers.\n\nIt will recieve the first of them at once.\n",
		objectives: ["Count with range"],
		topics: ["loops"],
		level: "beginner",
		language: "en",
		licence: "CC-BY-4.0",
		source: "Own work",
		...changes
	};
}
