/**
 * Users: the collection that administrators manage.
 * Promises that an address and a user name are taken once, and that no password or hash is ever in
 * an answer, a change or an event. What users do with their own account is the auth service's.
 */
import {
	collection,
	defineService,
	type Action,
	type CollectionService,
	type Ctx,
	type JsonSchema,
	type PrepareContext
} from "../../mixins/index.ts";
import { requireProof } from "../abilities/step-up.ts";
import { Credential } from "./credential.model.ts";
import { DEFAULT_ROLE } from "./roles.ts";
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
function prepare(
	this: CollectionService,
	document: Record<string, unknown>,
	{ ctx, before }: PrepareContext
): void {
	const roles = (document.roles ?? [DEFAULT_ROLE]) as string[];
	const known = (before?.roles ?? [DEFAULT_ROLE]) as string[];
	if (roles.some(role => !known.includes(role))) requireProof(ctx.meta.caller);
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
