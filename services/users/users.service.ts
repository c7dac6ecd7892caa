/**
 * Users: the collection that administrators manage.
 * Promises that an address and a user name are taken once, and that no password or hash is ever in
 * an answer, a change or an event. What users do with their own account is the auth service's.
 */
import {
	collection,
	defineService,
	requestErrors,
	type Action,
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

type CreateUser = Record<string, unknown> & { password?: unknown };

const documents = collection(User, { prepare });
const create = documents.actions!.create as Action;

export default defineService({
	name: "users",
	mixins: [documents],

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
		}
	}
});

/** Who may give roles may make administrators: a stolen token must not be enough. */
async function prepare(
	this: CollectionService,
	document: Record<string, unknown>,
	{ ctx, before }: PrepareContext
): Promise<void> {
	const roles = (document.roles ?? [DEFAULT_ROLE]) as string[];
	const known = (before?.roles ?? [DEFAULT_ROLE]) as string[];
	if (roles.every(role => known.includes(role))) return;
	await requireRoles(this, roles, known);
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
