/**
 * The actions for saved views. Whoever is signed in keeps views of their own, and sees those that are shared
 * with a role of theirs. A view shows nothing by itself: the list that it asks for is held to the reader's rights.
 */
import {
	abilityOf,
	newId,
	requestErrors,
	type Action,
	type Ctx,
	type ServiceMembers
} from "../../../mixins/index.ts";
import { runningCollections } from "../collections.ts";
import { errors } from "../errors.ts";
import { ConsoleView, type ConsoleViewFields, type ViewContent } from "./view.model.ts";
import {
	newViewExample,
	newViewSchema,
	readNewView,
	readViewChange,
	viewChangeSchema,
	viewExample,
	viewSchema,
	viewsSchema
} from "./view.schema.ts";

/** Of one person, over all collections. */
export const MAX_OWN_VIEWS = 200;

/** More than a menu can show. */
const MAX_ANSWERED = 500;

const DUPLICATE_KEY = 11000;

type Stored = ConsoleViewFields & { _id: string };

const one = { schema: viewSchema, example: viewExample };
const id = { type: "string", max: 64 } as const;

export const viewActions: Record<string, Action> = {
	views: {
		rest: "GET /views",
		can: "authenticated",
		params: {
			collection: { type: "string", min: 1, max: 100, optional: true, example: "projects" }
		},
		summary: "List the caller's saved views, and those that are shared with the caller's roles",
		returns: { schema: viewsSchema, example: { data: [viewExample], total: 1 } },
		async handler(this: ServiceMembers, ctx: Ctx<{ collection?: string }>) {
			const { collection } = ctx.params;
			const found = await this.model(ConsoleView)
				.find({ ...(collection && { about: collection }), ...seenBy(ctx) })
				.sort({ name: 1, _id: 1 })
				.limit(MAX_ANSWERED)
				.lean<Stored[]>();
			return { data: found.map(view => presentView(ctx, view)), total: found.length };
		}
	},

	saveView: {
		rest: "POST /views",
		can: "authenticated",
		input: { body: newViewSchema },
		example: newViewExample,
		summary: "Save a view of a list",
		description: `For the caller, and for the roles that it is shared with. At most ${MAX_OWN_VIEWS} for each person.`,
		returns: { ...one, status: 201 },
		async handler(this: ServiceMembers, ctx: Ctx<never>) {
			const { collection: about, ...content } = readNewView(ctx.params);
			requireCollection(this, about);
			requireRoles(ctx, content.sharedWith);
			const ownerId = ctx.meta.caller!.id!;
			const model = this.model(ConsoleView);
			if ((await model.countDocuments({ ownerId })) >= MAX_OWN_VIEWS)
				throw errors.TOO_MANY_VIEWS({ limit: MAX_OWN_VIEWS });
			const view = { _id: newId(), ownerId, about, ...content };
			const [saved] = await model.create([view]).catch(taken(about, content.name));
			ctx.meta.$statusCode = 201;
			ctx.meta.$location = `/api/v1/console/views/${view._id}`;
			return presentView(ctx, saved!.toObject());
		}
	},

	changeView: {
		rest: "PATCH /views/:id",
		can: "authenticated",
		input: { body: viewChangeSchema },
		example: { sharedWith: ["teacher"] },
		summary: "Change one of the caller's own saved views",
		returns: one,
		async handler(this: ServiceMembers, ctx: Ctx<never>) {
			const { id: _id, ...body } = ctx.params as { id: string };
			const change = readViewChange(body);
			const own = { _id, ownerId: ctx.meta.caller!.id! };
			const model = this.model(ConsoleView);
			const before = await model.findOne(own).lean<Stored>();
			if (!before) throw errors.VIEW_NOT_FOUND({ id: _id });
			requireRoles(ctx, added(before, change));
			const after = await model
				.findOneAndUpdate(own, { $set: change }, { returnDocument: "after" })
				.lean<Stored>()
				.catch(taken(before.about, change.name ?? before.name));
			if (!after) throw errors.VIEW_NOT_FOUND({ id: _id });
			return presentView(ctx, after);
		}
	},

	removeView: {
		rest: "DELETE /views/:id",
		can: "authenticated",
		params: { id },
		summary: "Remove a saved view",
		description:
			"One of the caller's own; whoever may change roles also removes what is shared with them.",
		returns: { status: 204 },
		async handler(this: ServiceMembers, ctx: Ctx<{ id: string }>) {
			const { id: _id } = ctx.params;
			const own = { ownerId: ctx.meta.caller!.id! };
			const which = mayShareWithAll(ctx)
				? { $or: [own, { "sharedWith.0": { $exists: true } }] }
				: own;
			const { deletedCount } = await this.model(ConsoleView).deleteOne({ _id, ...which });
			if (deletedCount === 0) throw errors.VIEW_NOT_FOUND({ id: _id });
		}
	}
};

function seenBy(ctx: Ctx<unknown>) {
	const { id: ownerId, roles } = ctx.meta.caller!;
	return { $or: [{ ownerId: ownerId! }, { sharedWith: { $in: roles } }] };
}

function presentView(ctx: Ctx<unknown>, { _id, about, ownerId, ...view }: Stored) {
	const { name, filter, sort, columns, sharedWith, createdAt, updatedAt } = view;
	const isOwn = ownerId === ctx.meta.caller?.id;
	const content = { name, filter, sort, columns, sharedWith, isOwn, createdAt, updatedAt };
	return { id: _id, collection: about, ...content };
}

function requireCollection({ broker }: ServiceMembers, name: string) {
	const isThere = runningCollections(broker).some(collection => collection.name === name);
	if (!isThere) throw errors.UNKNOWN_COLLECTION({ collection: name });
}

/** Whoever could share with any role could put something into everybody's menus. */
function requireRoles(ctx: Ctx<unknown>, sharedWith: string[]) {
	if (mayShareWithAll(ctx)) return;
	const { roles } = ctx.meta.caller!;
	const problems = sharedWith.flatMap((role, index) =>
		roles.includes(role)
			? []
			: [
					{
						pointer: `/sharedWith/${index}`,
						message: "is no role of yours",
						value: role,
						expected: `any of ${roles.join(", ")}`
					}
				]
	);
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
}

function mayShareWithAll(ctx: Ctx<unknown>) {
	return abilityOf(ctx).can("update", "Role");
}

/** What was shared before may stay, also when its owner has lost the role. */
function added(before: ViewContent, { sharedWith = [] }: Partial<ViewContent>) {
	return sharedWith.filter(role => !before.sharedWith.includes(role));
}

function taken(collection: string, name: string) {
	return (error: { code?: unknown }): never => {
		if (error.code === DUPLICATE_KEY) throw errors.VIEW_NAME_TAKEN({ collection, name });
		throw error;
	};
}
