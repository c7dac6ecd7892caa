/** Why a call to another server was not made, or did not end well. */
import { defineErrors } from "../../../mixins/index.ts";

export const errors = defineErrors("OUTGOING", {
	BAD_ADDRESS: {
		status: 400,
		message: ({ address, expected }: { address: string; expected: string }) =>
			`"${address}" cannot be called, expected ${expected}`
	},
	HOST_REFUSED: {
		status: 403,
		message: ({ host, hosts }: { host: string; hosts: string[] }) =>
			`The host ${host} may not be called; permitted: ${hosts.join(", ") || "none"}`
	},
	NETWORK_REFUSED: {
		status: 403,
		message: ({ host }: { host: string }) =>
			`The host ${host} lies in a network that may not be called; OUTGOING_PRIVATE can permit it`
	},
	TOO_MANY_REDIRECTS: {
		status: 502,
		message: ({ host, limit }: { host: string; limit: number }) =>
			`${host} redirected more than ${limit} times`
	},
	TOO_LARGE: {
		status: 502,
		message: ({ host, maxBytes }: { host: string; maxBytes: number }) =>
			`${host} answered more than ${maxBytes} bytes`
	},
	UNREACHABLE: {
		status: 503,
		message: ({ host }: { host: string }) => `${host} could not be reached`,
		retryable: true
	},
	TIMEOUT: {
		status: 504,
		message: ({ host, timeoutMs }: { host: string; timeoutMs: number }) =>
			`${host} did not answer within ${timeoutMs} ms`,
		retryable: true
	}
});
