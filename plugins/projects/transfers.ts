/** The transfer of a project: who owns it and who is a member afterwards, and its record for people. */
import type { JsonSchema, Stored } from "lyceum";
import { errors } from "./errors.ts";
import { MAX_NOTE_LENGTH, type ProjectTransferFields } from "./project-transfer.model.ts";
import type { ProjectFields } from "./project.model.ts";

const text: JsonSchema = { type: "string" };

export const transferSchema: JsonSchema = {
	title: "ProjectTransfer",
	type: "object",
	properties: {
		id: text,
		projectId: text,
		projectRev: { type: "integer", description: "The revision of the project that it made" },
		fromUserId: text,
		toUserId: text,
		byUserId: {
			type: ["string", "null"],
			description: "The owner before, or an administrator"
		},
		note: { type: "string", maxLength: MAX_NOTE_LENGTH },
		createdAt: { type: "string", format: "date-time" }
	},
	required: ["id", "projectId", "projectRev", "fromUserId", "toUserId", "createdAt"]
};

/** The project with a member as its owner; the owner before stays, as a manager. */
export function handOver<P extends ProjectFields>(project: P, toUserId: string): P {
	const { ownerId, members } = project;
	const others = members.filter(({ userId }) => userId !== toUserId);
	if (others.length === members.length) throw notMember(toUserId);
	return {
		...project,
		ownerId: toUserId,
		members: [...others, { userId: ownerId, role: "manager" }]
	};
}

/** A record as it is answered. */
export function toTransfer(record: ProjectTransferFields & Stored) {
	const {
		_id: id,
		projectId,
		projectRev,
		fromUserId,
		toUserId,
		byUserId,
		note,
		createdAt
	} = record;
	return { id, projectId, projectRev, fromUserId, toUserId, byUserId, note, createdAt };
}

function notMember(userId: string) {
	const problem = {
		pointer: "/userId",
		message: "is not a member",
		value: userId,
		expected: "the id of a member"
	};
	return errors.NEW_OWNER_NOT_MEMBER({ userId, errors: [problem] });
}
