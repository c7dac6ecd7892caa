/**
 * Users: the collection that administrators manage.
 * Promises that an address and a user name are taken once, and that no password or hash is ever in
 * an answer, a change or an event. What users do with their own account is the auth service's.
 */
import {
	collection,
	defineService,
	documentErrors,
	requestErrors,
	type Action,
	type CollectionMethods,
	type CollectionService,
	type Ctx,
	type JsonSchema,
	type PrepareContext
} from "../../mixins/index.ts";
import { Role } from "../abilities/role.model.ts";
import { requireProof } from "../abilities/step-up.ts";
import { Credential } from "./credential.model.ts";
import { DEFAULT_ROLE, GUEST_ROLE, ROLES } from "./roles.ts";
import { User } from "./user.model.ts";
import { userScreens } from "./console.ts";

type CreateUser = Record<string, unknown> & { password?: unknown };

const documents = collection(User, { prepare });
const { create, update, replace } = documents.actions;

interface ConfirmEmail {
	id: string;
	/** The address that was confirmed: by now the user may have another. */
	email: string;
}

export default defineService<CollectionMethods>({
	name: "users",
	mixins: [documents],
	console: [userScreens],

	actions: {
		create: {
			...create,
			summary: "Create a user",
			description: "Without a password the user cannot sign in until one is set.",
			input: { body: withPassword(create.input!.body!) },
			async handler(ctx: Ctx<CreateUser>) {
				const { password, ...fields } = ctx.params;
				if (password === undefined) return create.handler.call(this, ctx as Ctx<never>);
				// The system's own passwords are drawn, or come from who runs it.
				if (ctx.meta.caller) {
					const about = [fields.email, fields.username, fields.name];
					await ctx.call("auth.checkPassword", { password, about });
				}
				// Hashed before the transaction, which must not wait for a worker.
				const passwordHash = await ctx.call<string, object>("auth.hashPassword", {
					password
				});
				ctx.params = fields;
				return this.broker.kernel.transaction(async () => {
					const user = (await create.handler.call(this, ctx as Ctx<never>)) as {
						id: string;
					};
					await this.model(Credential).create([
						{ _id: user.id, passwordHash, passwordChangedAt: new Date() }
					]);
					return user;
				});
			}
		},

		update: askingToConfirm(update),

		replace: askingToConfirm(replace),

		/** Notes that a user's address is the user's. */
		confirmEmail: {
			visibility: "protected",
			handler(ctx: Ctx<ConfirmEmail>) {
				const { id, email } = ctx.params;
				return this.changeDocument(ctx, id, before => {
					if (before.email !== email) throw documentErrors.CONTENDED({ id });
					return { ...before, emailVerified: true, emailVerifiedAt: new Date() };
				});
			}
		}
	}
});

/** Changes a user; the owner of another address is asked to confirm it, in the same transaction. */
function askingToConfirm(action: Action): Action {
	return {
		...action,
		handler(this: CollectionService, ctx: Ctx<never>) {
			const change = () => action.handler.call(this, ctx);
			if ((ctx.params as { email?: unknown }).email === undefined) return change();
			return this.broker.kernel.transaction(async () => {
				const user = await change();
				const { newAddress: to } = ctx.locals as { newAddress?: string };
				if (to !== undefined)
					await ctx.broker.call("mail.send", { kind: "verifyEmail", to });
				return user;
			});
		}
	};
}

async function prepare(
	this: CollectionService,
	document: Record<string, unknown>,
	context: PrepareContext
): Promise<void> {
	prepareAddress(document, context);
	await prepareRoles(this, document, context);
}

/**
 * Another address has to be confirmed again. Who may change it may have the password reset: a stolen
 * token must not be enough.
 */
function prepareAddress(document: Record<string, unknown>, { ctx, before }: PrepareContext) {
	const address = String(document.email).trim().toLowerCase();
	if (before === null || address === before.email) return;
	requireProof(ctx.meta.caller);
	document.emailVerified = false;
	delete document.emailVerifiedAt;
	ctx.locals.newAddress = address;
}

/** Who may give roles may make administrators: a stolen token must not be enough. */
async function prepareRoles(
	service: CollectionService,
	document: Record<string, unknown>,
	{ ctx, before }: PrepareContext
): Promise<void> {
	const roles = (document.roles ?? [DEFAULT_ROLE]) as string[];
	const known = (before?.roles ?? [DEFAULT_ROLE]) as string[];
	if (roles.every(role => known.includes(role))) return;
	await requireRoles(service, roles, known);
	requireProof(ctx.meta.caller);
}

/** A role that has been removed since may stay; it gives no rights. */
async function requireRoles(service: CollectionService, roles: string[], known: string[]) {
	const made = await service
		.model(Role)
		.find({ name: { $in: roles } }, { name: 1 })
		.lean();
	const possible = [...ROLES, ...known, ...made.map(({ name }) => name)];
	const problems = roles.flatMap((role, index) =>
		possible.includes(role) && role !== GUEST_ROLE
			? []
			: [
					{
						pointer: `/roles/${index}`,
						message: "is not a role that users can have",
						value: role,
						expected: `one of ${ROLES.join(", ")}, or of those at /roles`
					}
				]
	);
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
}

function withPassword(body: JsonSchema): JsonSchema {
	const password = {
		type: "string",
		format: "password",
		writeOnly: true,
		minLength: 8,
		maxLength: 128,
		description:
			"A password with an upper and a lower case letter, a digit and another character"
	};
	return { ...body, properties: { ...body.properties, password } };
}
