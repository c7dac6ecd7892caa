/**
 * Users: the collection that administrators manage.
 * Promises that an address and a user name are taken once, and that no password or hash is ever in
 * an answer, a change or an event. What users do with their own account is the auth service's.
 */
import {
	collection,
	defineService,
	type Action,
	type Ctx,
	type JsonSchema
} from "../../mixins/index.ts";
import { Credential } from "./credential.model.ts";
import { User } from "./user.model.ts";

type CreateUser = Record<string, unknown> & { password?: unknown };

const documents = collection(User);
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
