/** What is wrong with a message or a stream. */
import { defineErrors, type InputProblem } from "../../mixins/index.ts";

export const errors = defineErrors("STREAMS", {
	NOT_FOUND: {
		status: 404,
		message: ({ name }: { name: string }) => `No stream is named "${name}"`
	},
	GROUP_NOT_FOUND: {
		status: 404,
		message: ({ stream, group }: { stream: string; group: string }) =>
			`No group of the stream "${stream}" is named "${group}"`
	},
	GROUP_IN_USE: {
		status: 409,
		message: ({ stream, group }: { stream: string; group: string }) =>
			`Something that runs consumes the stream "${stream}" as "${group}": disable it first`
	},
	UNDECLARED: {
		status: 500,
		message: ({ stream, type }: { stream: string; type: string }) =>
			`Nothing that runs publishes "${type}" on the stream "${stream}": declare it under "publishes"`
	},
	BAD_KEY: {
		status: 500,
		message: ({ stream, type }: { stream: string; type: string }) =>
			`A key of "${type}" on the stream "${stream}" is no text of 1 to 256 characters`
	},
	BAD_PAYLOAD: {
		status: 500,
		message: ({
			stream,
			type,
			errors: [first]
		}: {
			stream: string;
			type: string;
			errors: InputProblem[];
		}) =>
			`The payload of "${type}" on the stream "${stream}" does not fit: ${first?.pointer ?? ""} ${first?.message ?? ""}`
	},
	TOO_LARGE: {
		status: 413,
		message: ({ stream, type, bytes }: { stream: string; type: string; bytes: number }) =>
			`A message "${type}" on the stream "${stream}" is ${bytes} bytes long, more than can be kept`
	},
	UNAVAILABLE: {
		status: 503,
		message: () => "What keeps the streams does not answer; messages wait and none is lost",
		retryable: true
	}
});
