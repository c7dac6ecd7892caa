/** A dead letter without a consumer that fails: of a group that nobody is in. */
import { newId } from "../../mixins/model.ts";
import type { TestKernel } from "./kernel.ts";

/** Keeps a dead letter and answers its id. */
export async function makeDeadLetter(
	{ kernel }: Pick<TestKernel, "kernel">,
	place: { stream: string; group: string } = { stream: "chat-messages", group: "nobodies" }
): Promise<string> {
	const _id = newId();
	const now = new Date();
	const letter = {
		_id,
		...place,
		messageId: _id,
		entryId: _id,
		key: _id,
		type: "session-ended",
		payload: { sessionId: _id, studentId: _id },
		error: "Error: nobody is there",
		attempts: 1,
		publishedAt: now,
		actorId: null,
		requestId: null,
		rev: 1,
		createdAt: now,
		updatedAt: now
	};
	await kernel.runtime.connection.collection<{ _id: string }>("deadLetters").insertOne(letter);
	return _id;
}
