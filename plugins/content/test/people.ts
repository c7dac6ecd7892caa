/** A kernel with content, and the people of its stories. */
import type { Client } from "../../../test/support/client.ts";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import { lessonBody } from "./examples.ts";

export interface Stage {
	api: TestKernel;
	admin: Client;
	/** Writes the items. */
	author: Client;
	/** Another teacher, who reviews what is shared. */
	reviewer: Client;
	student: Client;
	/** Makes an item of the author's and answers its id. */
	make: (changes?: Record<string, unknown>) => Promise<string>;
	/** The same, published. */
	makePublished: (changes?: Record<string, unknown>) => Promise<string>;
}

export interface Item {
	id: string;
	rev: number;
	status: string;
	title: string;
	body: string;
	publishedRev: number | null;
	steps: { status: string; byId: string | null; comment?: string; rev: number }[];
	[field: string]: unknown;
}

export async function startStage(plugins: string[] = []): Promise<Stage> {
	const api = await startTestKernel({ plugins: ["content", ...plugins] });
	const author = await api.as("author", "teacher");
	const reviewer = await api.as("reviewer", "teacher");
	const make = async (changes: Record<string, unknown> = {}) => {
		const { status, body, text } = await author.post<Item>("/content", lessonBody(changes));
		if (status !== 201) throw new Error(text);
		return body.id;
	};
	return {
		api,
		admin: await api.as("admin"),
		author,
		reviewer,
		student: await api.as("student"),
		make,
		async makePublished(changes = {}) {
			const id = await make({ shared: true, ...changes });
			await author.post(`/content/${id}/submit`);
			await reviewer.post(`/content/${id}/approve`);
			const { status, text } = await author.post(`/content/${id}/publish`);
			if (status !== 200) throw new Error(text);
			return id;
		}
	};
}
