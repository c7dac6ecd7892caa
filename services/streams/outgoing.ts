/** What a message must be before it is written: of a declared type, with a key, fitting, not too long. */
import type { OutgoingMessage } from "../../mixins/index.ts";
import type { Catalogue } from "./catalogue.ts";
import { errors } from "./errors.ts";
import { payloadProblems } from "./payload.ts";

const MAX_KEY_LENGTH = 256;

/** NATS takes a megabyte by default; messages carry ids rather than documents. */
const MAX_PAYLOAD_BYTES = 256 * 1024;

/** The message with its payload as JSON has it; throws when it cannot be published. */
export function requireSoundMessage(
	catalogue: Catalogue,
	message: OutgoingMessage
): OutgoingMessage {
	const { stream, type, key } = message;
	const declared = catalogue.message(stream, type);
	if (!declared) throw errors.UNDECLARED({ stream, type });
	if (typeof key !== "string" || key === "" || key.length > MAX_KEY_LENGTH)
		throw errors.BAD_KEY({ stream, type });
	const text = JSON.stringify(message.payload) ?? "null";
	const bytes = Buffer.byteLength(text);
	if (bytes > MAX_PAYLOAD_BYTES) throw errors.TOO_LARGE({ stream, type, bytes });
	const payload: unknown = JSON.parse(text);
	const problems = payloadProblems(declared.schema, payload);
	if (problems.length > 0) throw errors.BAD_PAYLOAD({ stream, type, errors: problems });
	return { ...message, payload };
}
