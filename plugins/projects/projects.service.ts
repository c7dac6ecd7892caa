/**
 * Projects of people who learn or teach, with members.
 * Promises that a project is seen by its owner and its members alone, and that a transfer and its record
 * are one. Never answers or counts a project that its caller may not read.
 */
import {
	collection,
	definePlugin,
	pageOf,
	visibleTo,
	type CollectionMethods,
	type Ctx,
	type Returns
} from "lyceum";
import { abilities } from "./abilities.ts";
import { announcePeople } from "./announce.ts";
import { board, projectScreens } from "./console.ts";
import { errors } from "./errors.ts";
import { emits } from "./events.ts";
import { requireUsers } from "./members.ts";
import { MADE_MEMBER, noticesOf } from "./notifications.ts";
import { prepareProject, type ProjectSettings } from "./prepare.ts";
import { MAX_NOTE_LENGTH, ProjectTransfer } from "./project-transfer.model.ts";
import { Project, ROLES, type Member, type Role } from "./project.model.ts";
import { requireRight } from "./rights.ts";
import { summaryExample, summaryPipeline, summarySchema, toSummary } from "./statistics.ts";
import { handOver, toTransfer, transferSchema } from "./transfers.ts";

interface AddMember {
	id: string;
	userId: string;
	role: Role;
}

interface ChangeMember extends AddMember {
	rev?: number;
}

type RemoveMember = Omit<ChangeMember, "role">;

interface Transfer {
	id: string;
	userId: string;
	note?: string;
}

interface ListTransfers {
	id: string;
	page: number;
	pageSize: number;
}

const documents = collection(Project, {
	owner: "ownerId",
	prepare: prepareProject,
	notify: noticesOf,
	committed: announcePeople
});

const { returns: one } = documents.actions.get as { returns: Returns };

const id = { type: "string", min: 1, max: 64 } as const;
const role = { type: "enum", values: [...ROLES] } as const;
/** The revision of `If-Match`, where the gateway puts it. */
const rev = { type: "number", integer: true, min: 1, optional: true } as const;
const paging = { type: "number", integer: true, convert: true, min: 1 } as const;

const memberExample = { userId: "65f0c0ffee65f0c0ffee65f1", role: "editor" };

export default definePlugin<CollectionMethods, ProjectSettings>({
	name: "projects",
	mixins: [documents],
	abilities,
	emits,
	notifies: [MADE_MEMBER],
	console: [projectScreens],
	pages: [board],

	actions: {
		summary: {
			rest: "GET /stats/summary",
			can: "read",
			params: {},
			summary: "Count the projects that the caller may see, by status and tag",
			returns: { schema: summarySchema, example: summaryExample },
			async handler(ctx: Ctx) {
				const visible = visibleTo(ctx, "read", "Project");
				return toSummary(await this.model(Project).aggregate(summaryPipeline(visible)));
			}
		},

		transfers: {
			rest: "GET /:id/transfers",
			can: "read",
			params: {
				id,
				page: { ...paging, default: 1 },
				pageSize: { ...paging, max: 100, default: 25 }
			},
			summary: "List who handed one Project over to whom, newest first",
			paged: true,
			returns: { schema: pageOf(transferSchema) },
			async handler(ctx: Ctx<ListTransfers>) {
				const { id: projectId, page, pageSize } = ctx.params;
				// Refuses what the caller may not see.
				await ctx.call("projects.get", { id: projectId, fields: "id" });
				const records = this.model(ProjectTransfer);
				const [found, total] = await Promise.all([
					records
						.find({ projectId })
						.sort({ projectRev: -1 })
						.skip((page - 1) * pageSize)
						.limit(pageSize)
						.lean(),
					records.countDocuments({ projectId })
				]);
				return { data: found.map(toTransfer), page, pageSize, total };
			}
		},

		addMember: {
			rest: "POST /:id/members",
			can: "update",
			params: { id, userId: id, role: { ...role, default: "viewer" } },
			summary: "Add a member to one Project",
			versioned: true,
			returns: { ...one, status: 201 },
			example: memberExample,
			async handler(ctx: Ctx<AddMember>) {
				const { id: projectId, userId, role: given } = ctx.params;
				const project = await this.changeDocument(ctx, projectId, async before => {
					const { members } = requireRight(ctx, before, "update", "members");
					if (members.some(isUser(userId))) throw errors.ALREADY_MEMBER({ userId });
					await requireUsers(ctx, [{ userId, pointer: "/userId" }]);
					return { ...before, members: [...members, { userId, role: given }] };
				});
				ctx.meta.$statusCode = 201;
				ctx.meta.$location = userId;
				return project;
			}
		},

		changeMember: {
			rest: "PATCH /:id/members/:userId",
			can: "update",
			params: { id, userId: id, role, rev },
			summary: "Give a member of one Project another role",
			versioned: true,
			returns: one,
			example: { role: "manager" },
			handler(ctx: Ctx<ChangeMember>) {
				const { id: projectId, userId, role: given, rev: expected } = ctx.params;
				return this.changeDocument(
					ctx,
					projectId,
					before => {
						const { members } = requireRight(ctx, before, "update", "members");
						requireMember(members, userId);
						const changed = members.map(member =>
							isUser(userId)(member) ? { ...member, role: given } : member
						);
						return { ...before, members: changed };
					},
					expected
				);
			}
		},

		removeMember: {
			rest: "DELETE /:id/members/:userId",
			can: "read",
			params: { id, userId: id, rev },
			summary: "Remove a member from one Project, or leave it",
			versioned: true,
			returns: { status: 204 },
			async handler(ctx: Ctx<RemoveMember>) {
				const { id: projectId, userId, rev: expected } = ctx.params;
				await this.changeDocument(
					ctx,
					projectId,
					before => {
						const leaves = userId === ctx.meta.caller?.id;
						const { members } = leaves
							? requireRight(ctx, before, "read")
							: requireRight(ctx, before, "update", "members");
						requireMember(members, userId);
						return { ...before, members: members.filter(isOther(userId)) };
					},
					expected
				);
			}
		},

		transfer: {
			rest: "POST /:id/transfer",
			can: "transfer",
			params: {
				id,
				userId: id,
				note: { type: "string", trim: true, max: MAX_NOTE_LENGTH, optional: true }
			},
			summary: "Hand one Project over to a member; the owner before stays as a manager",
			versioned: true,
			returns: one,
			example: { userId: memberExample.userId, note: "I am leaving the school in June" },
			handler(ctx: Ctx<Transfer>) {
				const { id: projectId, userId, note } = ctx.params;
				// The new owner and the record of how that came about: both, or neither.
				return this.broker.kernel.transaction(async () => {
					let fromUserId = "";
					const project = await this.changeDocument(ctx, projectId, async before => {
						const current = requireRight(ctx, before, "transfer");
						fromUserId = current.ownerId;
						await requireUsers(ctx, [{ userId, pointer: "/userId" }]);
						return handOver(current, userId);
					});
					const record = {
						projectId,
						projectRev: project.rev as number,
						fromUserId,
						toUserId: userId,
						byUserId: ctx.meta.caller?.id ?? null,
						note
					};
					await this.model(ProjectTransfer).create([record]);
					return project;
				});
			}
		}
	},

	async started() {
		await this.model(ProjectTransfer).createIndexes();
	}
});

function isUser(id: string) {
	return ({ userId }: Member) => userId === id;
}

function isOther(id: string) {
	return ({ userId }: Member) => userId !== id;
}

function requireMember(members: Member[], userId: string) {
	if (!members.some(isUser(userId))) throw errors.NOT_A_MEMBER({ userId });
}
