/** A kernel with the plugin, and a project with somebody in every role. */
import path from "node:path";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import type { Client } from "../../../test/support/client.ts";

export type Who =
	"guest" | "stranger" | "teacher" | "viewer" | "editor" | "manager" | "owner" | "admin";

export const EVERYBODY: Who[] = [
	"guest",
	"stranger",
	"teacher",
	"viewer",
	"editor",
	"manager",
	"owner",
	"admin"
];

export interface ProjectBody extends Record<string, unknown> {
	id: string;
	rev: number;
	name: string;
	ownerId: string;
	tags: string[];
	members: { userId: string; role: string }[];
}

export interface Projects extends TestKernel {
	people: Record<Who, Client>;
	/** A project of "owner" with a viewer, an editor and a manager; the events of its making are forgotten. */
	make(fields?: object): Promise<ProjectBody>;
}

export async function startWithPeople(): Promise<Projects> {
	const api = await startTestKernel({ plugins: [path.resolve(import.meta.dirname, "..")] });
	const people = await signInAll(api).catch(async error => {
		await api.stop();
		throw error;
	});
	const members = (["viewer", "editor", "manager"] as const).map(role => ({
		userId: people[role].id,
		role
	}));
	return {
		...api,
		people,
		async make(fields = {}) {
			const body = { name: "Weather station", members, ...fields };
			const answer = await people.owner.post<ProjectBody>("/projects", body);
			if (answer.status !== 201) throw new Error(answer.text);
			api.events.length = 0;
			return answer.body;
		}
	};
}

/** One after the other: the kernel refuses sign-ins that would wait too long for each other. */
async function signInAll(api: TestKernel) {
	const people: Partial<Record<Who, Client>> = {};
	for (const who of EVERYBODY) people[who] = who === "guest" ? api.guest : await api.as(who);
	return people as Record<Who, Client>;
}
