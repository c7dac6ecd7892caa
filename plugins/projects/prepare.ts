/** What the collection asks before a project is stored, whichever door the change came through. */
import type { CollectionService, PrepareContext, StoredDocument } from "lyceum";
import { errors } from "./errors.ts";
import { requireValidMembers } from "./members.ts";
import type { ProjectFields } from "./project.model.ts";

export interface ProjectSettings {
	/** How many members a project may have beside its owner. */
	maxMembers: number;
}

/** Tidies the tags and checks what the schema alone cannot say. */
export async function prepareProject(
	this: CollectionService,
	document: Record<string, unknown>,
	{ ctx, before }: PrepareContext
): Promise<void> {
	const project = document as Partial<ProjectFields>;
	if (project.tags) project.tags = [...new Set(project.tags.map(tag => tag.trim()))];
	requireOrderedDates(project);
	const { maxMembers } = this.settings as unknown as ProjectSettings;
	const { members = [], ownerId = "" } = project;
	const peopleBefore = before as (StoredDocument & ProjectFields) | null;
	await requireValidMembers(ctx, { members, ownerId }, peopleBefore, maxMembers);
}

function requireOrderedDates(project: Partial<ProjectFields>) {
	if (!project.startsOn || !project.dueOn) return;
	// A date is text as the caller sent it, or what the store holds.
	const [startsOn, dueOn] = [new Date(project.startsOn), new Date(project.dueOn)];
	if (dueOn >= startsOn) return;
	const expected = `${startsOn.toISOString()} or later`;
	throw errors.DATES_REVERSED({
		startsOn,
		dueOn,
		errors: [{ pointer: "/dueOn", message: "is before startsOn", value: dueOn, expected }]
	});
}
