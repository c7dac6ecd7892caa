/** What is wrong with the streams that a plugin declares, before anything of it runs. */
import type { LyceumSchema, MessageDefinition, StreamConsumer } from "../../mixins/index.ts";
import { KERNEL_MESSAGES, KERNEL_STREAMS } from "../../mixins/stream-messages.ts";
import { NOTIFICATION_STREAM } from "../notifications/request.ts";
import { schemaFault } from "./payload.ts";

/** What other plugins provide. */
interface Provider {
	name: string;
	streams: string[];
}

/** Parts of the addresses below `/streams`. */
const RESERVED = new Set(["dead-letters", "events"]);

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const GROUP = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const MAX_NAME_LENGTH = 64;
const MAX_DELIVERIES = 20;
const MAX_DELAY_MS = 86_400_000;

/** One sentence for each thing that is wrong; empty when nothing is. */
export function streamProblems(
	provided: string[],
	schemas: LyceumSchema[],
	others: Provider[]
): string[] {
	const known = new Set([
		...Object.keys(KERNEL_STREAMS),
		...provided,
		...others.flatMap(({ streams }) => streams)
	]);
	return [
		...provided.flatMap(name => nameProblems(name, others)),
		...schemas.flatMap(({ publishes = [] }) =>
			publishes.flatMap(message => messageProblems(message, provided))
		),
		...schemas.flatMap(({ streams = {} }) =>
			Object.entries(streams).flatMap(([name, consumer]) =>
				consumerProblems(name, consumer, known)
			)
		)
	];
}

function nameProblems(name: string, others: Provider[]): string[] {
	if (name in KERNEL_STREAMS || name === NOTIFICATION_STREAM)
		return [`the stream "${name}" is the kernel's`];
	if (RESERVED.has(name)) return [`no stream can be named "${name}"`];
	if (name.length > MAX_NAME_LENGTH)
		return [`the stream "${name}" has more than ${MAX_NAME_LENGTH} characters`];
	const owner = others.find(({ streams }) => streams.includes(name));
	return owner ? [`the stream "${name}" belongs to "${owner.name}"`] : [];
}

function messageProblems(message: MessageDefinition, provided: string[]): string[] {
	const { stream, type, schema } = message;
	const what = `the message "${type}" on "${stream}"`;
	if (stream in KERNEL_STREAMS) {
		// Everybody may publish what the kernel declares; what is on its streams is known to all.
		const isKnown = KERNEL_MESSAGES.some(
			known => known.stream === stream && known.type === type && sameSchema(known, message)
		);
		return isKnown ? [] : [`${what} is not one of the kernel's`];
	}
	if (!provided.includes(stream)) return [`${what}: the manifest does not provide that stream`];
	if (!NAME.test(type) || type.length > MAX_NAME_LENGTH)
		return [`${what}: a type is lower-case letters, digits and single dashes`];
	const fault = schemaFault(schema);
	return fault === null ? [] : [`${what} has a schema that is none: ${fault}`];
}

function consumerProblems(stream: string, consumer: StreamConsumer, known: Set<string>): string[] {
	const { group, retry, timeoutMs } = consumer;
	const what = `the consumer of "${stream}"`;
	const delays = retry?.delaysMs ?? [];
	return [
		...(known.has(stream) ? [] : [`${what}: nothing provides that stream`]),
		...(typeof consumer.handler === "function" ? [] : [`${what} has no handler`]),
		...(group === undefined || GROUP.test(group)
			? []
			: [`${what}: a group is up to 64 letters, digits, dashes and underscores`]),
		...(delays.length < MAX_DELIVERIES && delays.every(isDelay)
			? []
			: [`${what}: retry.delaysMs is up to ${MAX_DELIVERIES - 1} numbers up to a day`]),
		...(timeoutMs === undefined || (isDelay(timeoutMs) && timeoutMs > 0)
			? []
			: [`${what}: timeoutMs is a number up to a day`])
	];
}

function isDelay(value: unknown) {
	return typeof value === "number" && value >= 0 && value <= MAX_DELAY_MS;
}

function sameSchema(one: MessageDefinition, other: MessageDefinition) {
	return JSON.stringify(one.schema) === JSON.stringify(other.schema);
}
