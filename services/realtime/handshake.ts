/** Who opens a connection: the same credentials as for a request, or `auth` of Socket.IO's handshake. */
import type { IncomingMessage } from "node:http";
import type { Caller, Client } from "../../mixins/index.ts";
import { clientAddress } from "../gateway/client-address.ts";
import { readCredentials } from "../gateway/credentials.ts";
import { isOwnPage } from "../gateway/own-page.ts";
import { Tally } from "../limits/tally.ts";
import { GUEST, type Credentials, type Runtime } from "../kernel/runtime.ts";

/** What a client shows beside its headers. */
export interface Shown {
	token?: unknown;
	apiKey?: unknown;
	csrfToken?: unknown;
}

export interface Admitted {
	caller: Caller;
	client: Client;
}

/**
 * Makes the function that finds out who opens a connection; it throws a 401 for bad credentials, and a 429
 * for an address that tries too often.
 */
export function createAdmission(runtime: Runtime) {
	const addressOf = clientAddress(runtime.config.trustProxy);
	return async (request: IncomingMessage, shown: Shown): Promise<Admitted> => {
		const client = {
			address: addressOf(request),
			userAgent: request.headers["user-agent"] ?? "",
			ownPage: isOwnPage(request, runtime.config)
		};
		await runtime.limits?.arrive(new Tally(), client.address);
		const credentials = credentialsOf(request, shown, client);
		const caller = credentials ? await runtime.authenticate(credentials) : GUEST;
		return { caller, client };
	};
}

function credentialsOf(
	request: IncomingMessage,
	{ token, apiKey, csrfToken }: Shown,
	{ ownPage }: Client
): Credentials | null {
	if (typeof token === "string") return { bearer: token };
	if (typeof apiKey === "string") return { apiKey };
	const credentials = readCredentials(request);
	if (!credentials?.cookies) return credentials;
	// Over a connection things can be changed: a browser's cookies count only when it was meant.
	const intent = {
		csrfToken: typeof csrfToken === "string" ? csrfToken : undefined,
		ownPage,
		required: false
	};
	return { ...credentials, intent };
}
