/** What the plugin tells, beside the collection's own `projects.project.created`, `updated`, `removed` and `restored`. */
import { defineEvent, type EventDefinition, type JsonSchema } from "lyceum";
import type { Role } from "./project.model.ts";
import { ROLES } from "./project.model.ts";

export interface MemberAdded {
	id: string;
	userId: string;
	role: Role;
}

export interface MemberChanged extends MemberAdded {
	previousRole: Role;
}

export interface MemberRemoved {
	id: string;
	userId: string;
}

export interface ProjectTransferred {
	id: string;
	fromUserId: string;
	toUserId: string;
}

const id: JsonSchema = { type: "string", description: "The project's id" };
const user: JsonSchema = { type: "string", description: "A user's id" };
const role: JsonSchema = { type: "string", enum: [...ROLES] };

export const MEMBER_ADDED = defineEvent<MemberAdded>(
	"projects.member.added",
	"Somebody was made a member of a project",
	payload({ id, userId: user, role })
);

export const MEMBER_CHANGED = defineEvent<MemberChanged>(
	"projects.member.changed",
	"A member of a project was given another role",
	payload({ id, userId: user, role, previousRole: role })
);

export const MEMBER_REMOVED = defineEvent<MemberRemoved>(
	"projects.member.removed",
	"Somebody is no longer a member of a project",
	payload({ id, userId: user })
);

export const PROJECT_TRANSFERRED = defineEvent<ProjectTransferred>(
	"projects.project.transferred",
	"A project has got another owner",
	payload({ id, fromUserId: user, toUserId: user })
);

export const emits: EventDefinition[] = [
	MEMBER_ADDED,
	MEMBER_CHANGED,
	MEMBER_REMOVED,
	PROJECT_TRANSFERRED
];

function payload(properties: Record<string, JsonSchema>): JsonSchema {
	return { type: "object", properties, required: Object.keys(properties) };
}
