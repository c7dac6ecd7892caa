/** Tells what a committed change did to the people of a project, whichever door the change came through. */
import type { CollectionService, CommittedChange, Ctx, EventDefinition } from "lyceum";
import { MEMBER_ADDED, MEMBER_CHANGED, MEMBER_REMOVED, PROJECT_TRANSFERRED } from "./events.ts";
import { memberChanges } from "./members.ts";
import type { ProjectFields } from "./project.model.ts";

type Tell = <Payload extends object>(event: EventDefinition<Payload>, payload: Payload) => void;

/** A removed project tells nothing of its members: it can be restored with all of them. */
export async function announcePeople(
	this: CollectionService,
	ctx: Ctx<unknown>,
	{ type, documentId, before, after }: CommittedChange
): Promise<void> {
	if (type !== "created" && type !== "updated") return;
	const sent: Promise<unknown>[] = [];
	const tell: Tell = (event, payload) => sent.push(ctx.emit(event.name, payload));
	announce(tell, documentId, before as ProjectFields | null, after as unknown as ProjectFields);
	await Promise.all(sent);
}

function announce(tell: Tell, id: string, before: ProjectFields | null, after: ProjectFields) {
	const { added, changed, removed } = memberChanges(before?.members ?? [], after.members);
	// Who swaps places with the owner neither came nor left.
	const swapped = new Set<string>();
	if (before && before.ownerId !== after.ownerId) {
		swapped.add(before.ownerId).add(after.ownerId);
		tell(PROJECT_TRANSFERRED, { id, fromUserId: before.ownerId, toUserId: after.ownerId });
	}
	for (const { userId, role } of added)
		if (!swapped.has(userId)) tell(MEMBER_ADDED, { id, userId, role });
	for (const { userId, role, previousRole } of changed)
		tell(MEMBER_CHANGED, { id, userId, role, previousRole });
	for (const { userId } of removed)
		if (!swapped.has(userId)) tell(MEMBER_REMOVED, { id, userId });
}
