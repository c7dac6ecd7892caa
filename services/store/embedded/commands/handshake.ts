/** What a driver says first: `hello`, and the SCRAM conversation. */
import { Binary, type ObjectId } from "bson";
import { binaryBytes } from "../bson/compare.ts";
import { encode } from "../bson/encode.ts";
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { MAX_DOCUMENT_BYTES } from "../bson/encode.ts";
import { REPLICA_SET } from "../names.ts";
import type { Client } from "../wire/connection.ts";
import { MAX_MESSAGE_BYTES, type Request } from "../wire/messages.ts";
import { ScramConversation, type Credentials } from "../wire/scram.ts";

/** The wire version of MongoDB 8.0, whose commands this store speaks. */
export const WIRE_VERSION = 25;

const MECHANISM = "SCRAM-SHA-256";
const CONVERSATION_ID = 1;

export interface Identity {
	/** `host:port`, as clients reach the store. */
	address: string;
	credentials: Credentials;
	electionId: ObjectId;
}

/** Answers hello and isMaster: the one member of a replica set, which is its primary. */
export function hello(identity: Identity, request: Request, client: Client): Buffer {
	const { body, name } = request;
	const reply: Doc = {
		...(name === "hello" || body.helloOk === true ? { helloOk: true } : {}),
		...(name === "hello"
			? { isWritablePrimary: true }
			: { ismaster: true, isWritablePrimary: true }),
		secondary: false,
		hosts: [identity.address],
		setName: REPLICA_SET,
		setVersion: 1,
		primary: identity.address,
		me: identity.address,
		electionId: identity.electionId,
		maxBsonObjectSize: MAX_DOCUMENT_BYTES,
		maxMessageSizeBytes: MAX_MESSAGE_BYTES,
		maxWriteBatchSize: 100_000,
		localTime: new Date(),
		logicalSessionTimeoutMinutes: 30,
		connectionId: client.id,
		minWireVersion: 0,
		maxWireVersion: WIRE_VERSION,
		readOnly: false
	};
	if (body.saslSupportedMechs !== undefined) reply.saslSupportedMechs = [MECHANISM];
	if (isDoc(body.speculativeAuthenticate))
		speculate(identity, body.speculativeAuthenticate, client, reply);
	return encode({ ...reply, ok: 1 });
}

/** The client's first SCRAM message, sent along with hello; a wrong one is passed over. */
function speculate(identity: Identity, start: Doc, client: Client, reply: Doc): void {
	if (start.saslStart === undefined || start.mechanism !== MECHANISM) return;
	try {
		reply.speculativeAuthenticate = begin(identity, start, client);
	} catch {
		client.conversation = undefined;
	}
}

function begin(identity: Identity, body: Doc, client: Client): Doc {
	client.conversation = new ScramConversation(identity.credentials);
	return step(client.conversation.first(payloadOf(body)), false);
}

function step(payload: string, done: boolean): Doc {
	return { conversationId: CONVERSATION_ID, done, payload: new Binary(Buffer.from(payload)) };
}

function payloadOf(body: Doc): string {
	if (body.payload instanceof Binary) return binaryBytes(body.payload).toString("utf8");
	throw storeError("TypeMismatch", "BSON field 'payload' is missing or not binary");
}

/** Begins the SCRAM conversation. */
export function saslStart(identity: Identity, { body }: Request, client: Client): Buffer {
	if (body.mechanism !== MECHANISM) {
		throw storeError(
			"AuthenticationFailed",
			`Unsupported mechanism '${String(body.mechanism)}': the store takes ${MECHANISM}`
		);
	}
	return encode({ ...begin(identity, body, client), ok: 1 });
}

/** Checks the client's proof; the client is logged in when it is right. */
export function saslContinue({ body }: Request, client: Client): Buffer {
	const { conversation } = client;
	client.conversation = undefined;
	if (client.isAuthenticated) return encode({ ...step("", true), ok: 1 });
	if (!conversation) throw storeError("ProtocolError", "No SASL session state found");
	const answer = conversation.final(payloadOf(body));
	client.isAuthenticated = true;
	return encode({ ...step(answer, true), ok: 1 });
}
