/** Durable streams, dead letters, and what happens as it happens. */
import { makeDeadLetter } from "../../../support/dead-letter.ts";
import { newRequests } from "./ask.ts";

const { requests, ask } = newRequests();

ask("GET /asyncapi.json");
ask("GET //asyncapi.json");
ask("GET /streams");
ask("GET /streams/events");
ask("GET /streams/:name/messages", { params: { name: "system-events" } });
ask("DELETE /streams/:name/groups/:group", async ({ kernel }) => {
	const letter = { stream: "progress-updates", group: "former" };
	await makeDeadLetter(kernel, letter);
	return { params: { name: letter.stream, group: letter.group } };
});
ask("GET /streams/dead-letters");
ask("GET /streams/dead-letters/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /streams/dead-letters/:id`, async ({ kernel }) => ({
		params: { id: await makeDeadLetter(kernel) }
	}));
ask("POST /streams/dead-letters/:id/replay", async ({ kernel }) => ({
	params: { id: await makeDeadLetter(kernel) }
}));
ask("POST /streams/dead-letters/:id/restore", async ({ kernel, admin }) => {
	const id = await makeDeadLetter(kernel);
	await admin.delete(`/streams/dead-letters/${id}`);
	return { params: { id } };
});
ask("POST /streams/dead-letters/replay", { body: { stream: "chat-messages" } });

ask("GET /streaming/events", () => ({ query: "collection=projects" }));

export const streamsRequests = requests;
