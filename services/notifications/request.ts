/**
 * A notification on its way from who sends it to its users: checked and put into words at once, while the kind
 * is known, and then a message on a durable stream, written in the sender's transaction.
 */
import {
	defineMessage,
	type About,
	type Channels,
	type InputProblem,
	type JsonSchema
} from "../../mixins/index.ts";
import { payloadProblems } from "../streams/payload.ts";
import { errors } from "./errors.ts";
import { fillIn } from "./fill-in.ts";
import type { DeclaredKind } from "./kinds.ts";

/** What a service asks for, see `notify` of the SDK. */
export interface SendNotification {
	kind: string;
	to: string[];
	values: object;
	about?: About;
	key?: string;
}

export interface NotificationRequest extends Omit<SendNotification, "key"> {
	title: string;
	body: string;
	/** The kind's own, for users who have not chosen. */
	channels: Channels;
	key?: string;
}

/** To more users a service sends several: a message has its limit, and so has the work on one. */
const MAX_USERS = 1000;

const MAX_KEY_LENGTH = 128;

const text: JsonSchema = { type: "string" };

export const NOTIFICATION_STREAM = "notification-requests";

export const NOTIFICATION_REQUESTED = defineMessage<NotificationRequest>(
	NOTIFICATION_STREAM,
	"requested",
	"Users are to be notified; the key is the user's id, or the kind's name where there are several",
	{
		type: "object",
		properties: {
			kind: { ...text, examples: ["projects.memberAdded"] },
			to: { type: "array", items: text, examples: [["65f0c0ffee65f0c0ffee65f0"]] },
			values: { type: "object", examples: [{ project: "Bridge building" }] },
			about: { type: "object", properties: { collection: text, id: text } },
			key: text,
			title: { ...text, examples: ["You are a member of a project"] },
			body: { ...text, examples: ["You were added to “Bridge building” as viewer."] },
			channels: { type: "object", examples: [{ socket: true, mail: true }] }
		},
		required: ["kind", "to", "values", "title", "body", "channels"]
	}
);

/** The request in words; throws `NOTIFICATIONS_INVALID` for what does not fit the kind's declaration. */
export function requestOf(kind: DeclaredKind, sent: SendNotification): NotificationRequest {
	const { to, values, about, key } = sent;
	const problems = [
		...payloadProblems(kind.schema, values).map(under("/values")),
		...recipientProblems(to),
		...keyProblems(key)
	];
	if (problems.length > 0) throw errors.INVALID({ kind: kind.name, errors: problems });
	return {
		kind: kind.name,
		to: [...new Set(to)],
		values,
		...(about && { about }),
		...(key !== undefined && { key }),
		title: fillIn(kind.title, values),
		body: fillIn(kind.body, values),
		channels: kind.channels
	};
}

/** What is for one user stays in order, and the same thing twice is worked on one after the other. */
export function streamKeyOf({ to, kind }: NotificationRequest): string {
	return to.length === 1 ? to[0]! : kind;
}

function under(path: string) {
	return (problem: InputProblem) => ({ ...problem, pointer: `${path}${problem.pointer}` });
}

function recipientProblems(to: unknown): InputProblem[] {
	const isList = Array.isArray(to) && to.length <= MAX_USERS;
	if (isList && to.every(id => typeof id === "string" && id !== "" && id.length <= 64)) return [];
	const expected = `ids of up to ${MAX_USERS} users`;
	return [{ pointer: "/to", message: `holds something else than ${expected}`, expected }];
}

function keyProblems(key: unknown): InputProblem[] {
	if (key === undefined) return [];
	if (typeof key === "string" && key !== "" && key.length <= MAX_KEY_LENGTH) return [];
	const expected = `a text of 1 to ${MAX_KEY_LENGTH} characters`;
	return [{ pointer: "/key", message: `is not ${expected}`, value: key, expected }];
}
