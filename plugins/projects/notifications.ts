/** Whom a change of a project is told to, whichever door it came through. */
import {
	defineNotification,
	type CollectionService,
	type CommittedChange,
	type Ctx,
	type Notice
} from "lyceum";
import { memberChanges } from "./members.ts";
import { ROLES, type ProjectFields, type Role } from "./project.model.ts";

export const MADE_MEMBER = defineNotification<{ project: string; role: Role }>(
	"projects.memberAdded",
	{
		description: "Somebody made you a member of a project",
		title: "You are a member of a project",
		body: "You were added to “{project}” as {role}.",
		channels: { socket: true, mail: true },
		schema: {
			type: "object",
			properties: {
				project: { type: "string", description: "Its name" },
				role: { type: "string", enum: [...ROLES] }
			},
			required: ["project", "role"]
		}
	}
);

/** Tells new members, but for who made the change, and for an owner who changed places with a member. */
export function noticesOf(
	this: CollectionService,
	ctx: Ctx<unknown>,
	{ type, documentId, before, after }: CommittedChange
): Notice[] {
	if (type !== "created" && type !== "updated") return [];
	const [old, project] = [before, after] as unknown as [ProjectFields | null, ProjectFields];
	const told = new Set([ctx.meta.caller?.id, old?.ownerId]);
	const { added } = memberChanges(old?.members ?? [], project.members);
	return added
		.filter(({ userId }) => !told.has(userId))
		.map(({ userId, role }) => ({
			kind: MADE_MEMBER,
			to: userId,
			values: { project: project.name, role },
			about: { collection: "projects", id: documentId }
		}));
}
