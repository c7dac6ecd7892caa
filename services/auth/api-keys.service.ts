/**
 * API keys: what programs show in a person's name.
 * Promises that a key is answered once, when it is made, that it does no more than its scopes and its
 * owner's rights allow, and that it cannot make, change or read keys, sessions and accounts.
 */
import {
	abilityOf,
	accessErrors,
	collection,
	defineAbilities,
	defineService,
	documentErrors,
	isAllowed,
	notify,
	requestErrors,
	type AbilityRule,
	type CollectionMethods,
	type CollectionService,
	type Ctx,
	type InputProblem,
	type JsonSchema,
	type PrepareContext,
	type StoredDocument
} from "../../mixins/index.ts";
import { scopesOf } from "../abilities/scopes.ts";
import { origin } from "./account-mail.ts";
import { ApiKey, type ApiKeyFields } from "./api-key.model.ts";
import { drawKey, type DrawnKey } from "./api-keys.ts";
import { describeBody } from "./body.ts";
import { errors } from "./errors.ts";
import { apiKeyScreens } from "./console.ts";
import { API_KEY_MADE } from "./notifications.ts";

const MAX_KEYS = 50;
const DEFAULT_LIFE_MS = 365 * 24 * 60 * 60 * 1000;
const MAX_OVERLAP_SECONDS = 7 * 24 * 60 * 60;

type Key = Record<string, unknown> & { id: string };

const documents = collection(ApiKey, { owner: "userId", prepare });
const create = documents.actions.create;

const rotateBody = describeBody<{ keepOldFor?: number }>({
	properties: {
		keepOldFor: {
			type: "integer",
			minimum: 0,
			maximum: MAX_OVERLAP_SECONDS,
			default: 0,
			description: "For how many seconds the old key stays good beside the new one"
		}
	},
	example: { keepOldFor: 3600 }
});

// oxlint-disable-next-line no-template-curly-in-string
const own = { subject: "ApiKey", conditions: { userId: "${user.id}" } };
const signedIn: AbilityRule[] = [{ ...own, action: ["create", "read", "update", "delete"] }];

export default defineService<CollectionMethods>({
	name: "apiKeys",
	path: "/api-keys",
	mixins: [documents],
	console: [apiKeyScreens],
	abilities: defineAbilities({ student: signedIn, teacher: signedIn }),
	notifies: [API_KEY_MADE],

	actions: {
		create: {
			...create,
			stepUp: true,
			summary: "Make an API key",
			description: "The key itself is in this answer alone, as `key`.",
			secretAnswer: true,
			returns: { ...create.returns, schema: withKey(create.returns!.schema!) },
			async handler(ctx: Ctx<never>) {
				const drawn = drawKey();
				ctx.locals.drawn = drawn;
				return this.broker.kernel.transaction(async () => {
					const key = (await create.handler.call(this, ctx)) as Key;
					return tellOwner(ctx, answerOnce(ctx, key, drawn));
				});
			}
		},

		rotate: {
			rest: "POST /:id/rotate",
			can: "update",
			stepUp: true,
			summary: "Replace an API key by a new one",
			description: "For its owner alone. The key itself is in this answer alone, as `key`.",
			secretAnswer: true,
			versioned: true,
			input: { body: rotateBody.schema },
			example: rotateBody.example,
			returns: { schema: withKey(create.returns!.schema!) },
			async handler(ctx: Ctx<{ id: string; keepOldFor?: number }>) {
				const { id, rev, ...body } = ctx.params as { id: string; rev?: number };
				const { keepOldFor = 0 } = rotateBody.read(body);
				const drawn = drawKey();
				const now = new Date();
				const change = (before: StoredDocument) => {
					requireOwn(ctx, before as unknown as ApiKeyFields & { _id: string });
					return {
						...before,
						prefix: drawn.prefix,
						keyHash: drawn.keyHash,
						previousKeyHash: before.keyHash,
						previousExpiresAt: new Date(now.getTime() + keepOldFor * 1000),
						rotatedAt: now
					};
				};
				return this.broker.kernel.transaction(async () => {
					const key = (await this.changeDocument(ctx, id, change, rev)) as Key;
					return tellOwner(ctx, answerOnce(ctx, key, drawn));
				});
			}
		},

		// A key that was taken away stays away, and its parts are changed one by one.
		replace: false,
		restore: false
	}
});

/** Completes a new key, and checks what its owner asks for. */
async function prepare(
	this: CollectionService,
	document: Record<string, unknown>,
	{ ctx, operation, before }: PrepareContext
): Promise<void> {
	const known = (before?.scopes ?? []) as string[];
	const problems = [
		...scopeProblems(this, document.scopes as string[], known),
		...expiryProblems(document.expiresAt, before?.expiresAt)
	];
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
	if (operation !== "create") return;
	const { prefix, keyHash } = ctx.locals.drawn as DrawnKey;
	document.expiresAt ??= new Date(Date.now() + DEFAULT_LIFE_MS);
	Object.assign(document, { prefix, keyHash });
	await requireRoom(this, document.userId as string);
}

/** A scope whose plugin has gone since may stay; it allows nothing. */
function scopeProblems(
	{ broker }: CollectionService,
	scopes: string[],
	known: string[]
): InputProblem[] {
	const services = broker.registry.getServiceList({ withActions: true, grouping: true });
	const possible = [...known, ...scopesOf(services)];
	return scopes.flatMap((scope, index) =>
		possible.includes(scope)
			? []
			: [
					{
						pointer: `/scopes/${index}`,
						message: "is not a scope",
						value: scope,
						expected: `one of ${[...new Set(possible)].join(", ")}`
					}
				]
	);
}

function expiryProblems(value: unknown, before: unknown): InputProblem[] {
	if (value === undefined || value === before) return [];
	const expiresAt = new Date(value as string | Date);
	if (expiresAt > new Date()) return [];
	return [
		{ pointer: "/expiresAt", message: "is over already", value, expected: "a time to come" }
	];
}

async function requireRoom(service: CollectionService, userId: string) {
	const count = await service.model(ApiKey).countDocuments({ userId });
	if (count >= MAX_KEYS) throw errors.TOO_MANY_KEYS({ limit: MAX_KEYS });
}

/** An administrator who may change all keys would otherwise act in anybody's name with a new one. */
function requireOwn(ctx: Ctx<unknown>, key: ApiKeyFields & { _id: string }) {
	const ability = abilityOf(ctx);
	if (!isAllowed(ability, "read", "ApiKey", key))
		throw documentErrors.NOT_FOUND({ subject: "ApiKey", id: key._id });
	if (key.userId !== ctx.meta.caller?.id || !isAllowed(ability, "update", "ApiKey", key))
		throw accessErrors.FORBIDDEN({ action: "rotate", subject: "this ApiKey" });
}

function answerOnce(ctx: Ctx<unknown>, document: Key, { key }: DrawnKey): Key {
	ctx.meta.$responseHeaders = { ...ctx.meta.$responseHeaders, "Cache-Control": "no-store" };
	return { ...document, key };
}

/** Who did not make a key that acts in their name should know of it. */
async function tellOwner(ctx: Ctx<unknown>, key: Key): Promise<Key> {
	const { id, userId, name, prefix } = key as unknown as ApiKeyFields & { id: string };
	const values = { name, prefix, ...origin(ctx) };
	await notify(ctx, API_KEY_MADE, {
		to: userId,
		values,
		about: { collection: ApiKey.collection, id }
	});
	return key;
}

function withKey(schema: JsonSchema): JsonSchema {
	const key = {
		type: "string",
		description: "The key, for `X-API-Key`: it cannot be read again",
		examples: ["lyc_1f0e9a3c_hTz0vWqL7aYb3nKc5dXe9fRg1mUj2pSo4iQx6tNw8ZE"]
	};
	const { properties, required = [] } = schema;
	return {
		...schema,
		title: "NewApiKey",
		properties: { ...properties, key },
		required: [...required, "key"]
	};
}
