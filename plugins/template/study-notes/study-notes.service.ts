/**
 * Study notes: texts that belong to one user, who may share them with everybody.
 * Never answers or counts one that its caller may not read.
 */
import {
	abilityOf,
	accessErrors,
	collection,
	definePlugin,
	documentErrors,
	isAllowed,
	type CollectionMethods,
	type Ctx,
	type StoredDocument
} from "lyceum";
import { abilities } from "./abilities.ts";
import { screens } from "./console.ts";
import { errors } from "./errors.ts";
import { emits, SHARED } from "./events.ts";
import { StudyNote } from "./study-note.model.ts";

/** The plugin's settings, as package.json declares them. */
interface Settings {
	allowSharing: boolean;
}

const documents = collection(StudyNote, { owner: "ownerId" });
const { returns } = documents.actions.get;

export default definePlugin<CollectionMethods, Settings>({
	name: "studyNotes",
	path: "/study-notes",
	mixins: [documents],
	abilities,
	emits,
	console: [screens],

	actions: {
		share: {
			rest: "POST /:id/share",
			can: "share",
			params: { id: "string" },
			summary: "Share one StudyNote with everybody",
			versioned: true,
			returns,
			async handler(ctx: Ctx<{ id: string }>) {
				const { id } = ctx.params;
				const shared = await this.changeDocument(ctx, id, before => {
					requireShareable(ctx, before);
					if (!this.settings.allowSharing) throw errors.SHARING_OFF({});
					return { ...before, sharedAt: new Date() };
				});
				await ctx.emit(SHARED.name, { id, ownerId: shared.ownerId });
				return shared;
			}
		}
	}
});

/** Throws a 404 for what the caller may not see, a 403 for what is not its own, a 409 when it is shared. */
function requireShareable(ctx: Ctx<unknown>, document: StoredDocument) {
	const { _id: id, sharedAt } = document;
	const may = (action: string) => isAllowed(abilityOf(ctx), action, StudyNote.name, document);
	if (!may("read")) throw documentErrors.NOT_FOUND({ subject: StudyNote.name, id });
	if (!may("share")) throw accessErrors.FORBIDDEN({ action: "share", subject: StudyNote.name });
	if (sharedAt) throw errors.ALREADY_SHARED({ id });
}
