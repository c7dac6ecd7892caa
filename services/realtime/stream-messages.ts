/** The messages of durable streams as something that rules, filters and clients can speak of. */
import type { Ability, InputProblem } from "../../mixins/index.ts";
import { requestErrors } from "../../mixins/index.ts";
import { conditionTest } from "../../mixins/condition.ts";
import type { Field } from "../../mixins/collection/fields.ts";
import type { Readable } from "../../mixins/collection/represent.ts";
import type { LoggedChange } from "../audit/change-log.ts";
import type { PlacedEntry } from "../streams/driver.ts";
import { toMessage } from "../streams/entry.ts";
import { STREAM_MESSAGE } from "../streams/subject.ts";
import { readSince, type Asked } from "./request.ts";

const KEYS = ["stream", "filter", "since"];

const KINDS: Record<string, Field["kind"]> = {
	stream: "string",
	key: "string",
	type: "string",
	payload: "object",
	at: "date",
	actorId: "string",
	requestId: "string"
};

const ID: Field = { path: "id", storePath: "_id", kind: "string", array: false };

/** What is shown of a message. */
export const MESSAGES: Readable = {
	subject: STREAM_MESSAGE,
	hiddenPaths: [],
	fields: new Map([
		["id", ID],
		...Object.entries(KINDS).map(([path, kind]): [string, Field] => [
			path,
			{ path, storePath: path, kind, array: false }
		])
	])
};

/** What a client asks for of a stream, in form; whether there is such a stream is not known yet. */
export function readStreamRequest(request: Record<string, unknown>): Asked {
	const unknown = Object.keys(request).find(key => !KEYS.includes(key));
	if (unknown !== undefined)
		throw invalid(`/${unknown}`, "is not known", request[unknown], `one of ${KEYS.join(", ")}`);
	const { stream, filter, since } = request;
	if (typeof stream !== "string" || stream === "")
		throw invalid("/stream", "is not a stream", stream, "its name, e.g. progress-updates");
	return { collection: stream, id: null, filter, since: readSince(since) };
}

/**
 * A message as the change that it is for who listens: it comes, and never changes or goes. Null for a replay, which
 * is for one group of consumers, and no news.
 */
export function arrivalOf({ entry, position }: PlacedEntry): LoggedChange | null {
	if (entry.group !== null) return null;
	const { id, ...message } = toMessage(entry);
	const after = { _id: id, rev: 1, createdAt: message.at, updatedAt: message.at, ...message };
	const { stream: collection } = message;
	return { collection, documentId: id, rev: 1, type: "created", position, before: null, after };
}

/** Tells whether there can be a message on the stream that the rules let read. */
export function mayFollow(ability: Ability, stream: string): boolean {
	return ability.rulesFor("read", STREAM_MESSAGE).some(({ inverted, conditions }) => {
		const wanted = conditions?.stream;
		if (inverted) return false;
		return wanted === undefined || conditionTest({ stream: wanted })({ stream });
	});
}

function invalid(pointer: string, message: string, value: unknown, expected: string) {
	const problem: InputProblem = { pointer, message, value, expected };
	return requestErrors.INVALID({ errors: [problem] });
}
