/** The members of a project: what is wrong with a list of them, and what a change did to it. */
import type { Ctx, InputProblem } from "lyceum";
import { errors } from "./errors.ts";
import type { Member, ProjectFields } from "./project.model.ts";

/** Whose a project is and who takes part. */
export type People = Pick<ProjectFields, "ownerId" | "members">;

/** What tells apart the members before and after a change. */
export interface MemberChanges {
	added: Member[];
	changed: (Member & { previousRole: Member["role"] })[];
	removed: Member[];
}

export function memberChanges(before: Member[], after: Member[]): MemberChanges {
	const rolesBefore = rolesOf(before);
	const rolesAfter = rolesOf(after);
	return {
		added: after.filter(({ userId }) => !rolesBefore.has(userId)),
		changed: after.flatMap(member => {
			const previousRole = rolesBefore.get(member.userId);
			return previousRole === undefined || previousRole === member.role
				? []
				: [{ ...member, previousRole }];
		}),
		removed: before.filter(({ userId }) => !rolesAfter.has(userId))
	};
}

/**
 * Throws `PROJECTS_MEMBERS_INVALID` when somebody is listed twice, is the owner, is one too many or is
 * no user. Those who were members before are not looked up again: a user who has gone blocks no change.
 */
export async function requireValidMembers(
	ctx: Ctx<unknown>,
	people: People,
	before: People | null,
	maxMembers: number
): Promise<void> {
	// A limit that was lowered later keeps what is there and refuses more.
	const limit = Math.max(maxMembers, before?.members.length ?? 0);
	const problems = listProblems(people, limit);
	if (problems.length > 0) throw errors.MEMBERS_INVALID({ errors: problems });
	const known = new Set([before?.ownerId, ...(before?.members ?? []).map(memberId)]);
	const added = people.members
		.map(({ userId }, index) => ({ userId, pointer: `/members/${index}/userId` }))
		.filter(({ userId }) => !known.has(userId));
	await requireUsers(ctx, added);
}

/** Throws `PROJECTS_MEMBERS_INVALID` with the place of each id that no active user has. */
export async function requireUsers(
	ctx: Ctx<unknown>,
	named: { userId: string; pointer: string }[]
): Promise<void> {
	if (named.length === 0) return;
	const found = await findUsers(
		ctx,
		named.map(({ userId }) => userId)
	);
	const problems = named
		.filter(({ userId }) => !found.has(userId))
		.map(({ userId, pointer }) => ({
			pointer,
			message: "is no user",
			value: userId,
			expected: "the id of an active user"
		}));
	if (problems.length > 0) throw errors.MEMBERS_INVALID({ errors: problems });
}

/** Asks as the system, because most callers may not list users; nothing but ids is asked for. */
async function findUsers(ctx: Ctx<unknown>, ids: string[]): Promise<Set<string>> {
	const { data } = await ctx.broker.call<{ data: { id: string }[] }, object>(
		"users.list",
		{ filter: { id: { in: ids }, isActive: true }, fields: "id", pageSize: ids.length },
		{ requestID: ctx.requestID ?? undefined }
	);
	return new Set(data.map(({ id }) => id));
}

function listProblems({ members, ownerId }: People, limit: number): InputProblem[] {
	const seen = new Set<string>();
	const problems: InputProblem[] = [];
	for (const [index, { userId }] of members.entries()) {
		const problem = { pointer: `/members/${index}/userId`, value: userId };
		if (userId === ownerId)
			problems.push({ ...problem, message: "is the owner", expected: "somebody else" });
		if (seen.has(userId))
			problems.push({ ...problem, message: "is listed twice", expected: "each user once" });
		seen.add(userId);
	}
	if (members.length > limit)
		problems.push({
			pointer: "/members",
			message: "has too many entries",
			value: members.length,
			expected: `at most ${limit}`
		});
	return problems;
}

function rolesOf(members: Member[]) {
	return new Map(members.map(({ userId, role }) => [userId, role]));
}

function memberId({ userId }: Member) {
	return userId;
}
