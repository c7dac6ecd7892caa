/** From an error to problem+json (RFC 9457): the only place that decides what a client sees of one. */
import type { OutgoingHttpHeaders } from "node:http";
import { requestErrors, type InputProblem } from "../../mixins/index.ts";
import { STATUS_CODES } from "../kernel/http.ts";
import { isStoreAway } from "../kernel/store-away.ts";
import { errors } from "./errors.ts";

export interface Problem {
	type: string;
	title: string;
	status: number;
	detail: string;
	instance: string;
	code: string;
	requestId: string;
	errors?: InputProblem[];
}

/** An error as it may come from anywhere, also from another node: known by its properties alone. */
interface AnyError {
	name?: string;
	message?: string;
	code?: unknown;
	type?: unknown;
	data?: { errors?: InputProblem[] } & Record<string, unknown>;
}

type CatalogueError = AnyError & { code: number; type: string };

/** One entry of what fastest-validator found. */
interface ValidatorEntry {
	type?: string;
	field?: string;
	message?: string;
	actual?: unknown;
	expected?: unknown;
}

/** How long a client should wait before it tries again. */
export const RETRY_AFTER_SECONDS = 1;

/** Moleculer's own errors that mean "not now". */
const AWAY = new Set([
	"ServiceNotFoundError",
	"ServiceNotAvailableError",
	"RequestRejectedError",
	"BrokerDisconnectedError"
]);

/** Statuses of the 5xx family whose text was written for clients. */
const SPOKEN = new Set([501, 503, 504, 507]);

/** The error as one of a catalogue: everything that is not one becomes INTERNAL, UNAVAILABLE or TIMEOUT. */
export function toCatalogueError(thrown: unknown, requestId: string): CatalogueError {
	const error = (typeof thrown === "object" && thrown !== null ? thrown : {}) as AnyError;
	if (error.name === "ValidationError" && Array.isArray(error.data)) {
		return requestErrors.INVALID({ errors: validatorProblems(error.data as ValidatorEntry[]) });
	}
	if (isDiskFull(error)) return errors.STORE_FULL({}, thrown);
	if (isStoreAway(error)) return errors.UNAVAILABLE({ what: "The store" }, thrown);
	if (AWAY.has(error.name ?? "")) return errors.UNAVAILABLE({ what: "The service" }, thrown);
	if (error.name === "RequestTimeoutError") return errors.TIMEOUT({}, thrown);
	if (isSpoken(error)) return error as CatalogueError;
	return errors.INTERNAL({ requestId }, thrown);
}

/** The body of the answer. */
export function problemOf(error: CatalogueError, path: string, requestId: string): Problem {
	const list = error.data?.errors;
	return {
		type: `urn:lyceum:problem:${error.type}`,
		title: STATUS_CODES[error.code] ?? "Error",
		status: error.code,
		detail: error.message ?? "",
		instance: path,
		code: error.type,
		requestId,
		...(Array.isArray(list) && { errors: list })
	};
}

/** The headers that belong to it. */
export function problemHeaders({ code, data }: CatalogueError): OutgoingHttpHeaders {
	const headers: OutgoingHttpHeaders = { "Cache-Control": "no-store" };
	if (code === 401) headers["WWW-Authenticate"] = "Bearer";
	if (code === 405 && Array.isArray(data?.allowed)) headers.Allow = data.allowed.join(", ");
	if (code === 413) headers.Connection = "close";
	if (code === 416 && typeof data?.length === "number")
		headers["Content-Range"] = `bytes */${data.length}`;
	const wait = data?.retryAfterSeconds;
	if (typeof wait === "number") headers["Retry-After"] = Math.ceil(wait);
	else if (code === 503 || code === 429) headers["Retry-After"] = RETRY_AFTER_SECONDS;
	return headers;
}

function isSpoken(error: AnyError): boolean {
	const { code, type } = error;
	if (!Number.isInteger(code) || typeof code !== "number") return false;
	if (typeof type !== "string" || type === "") return false;
	return (code >= 400 && code < 500) || SPOKEN.has(code);
}

const OUT_OF_DISK_SPACE = 14031;

/** The store's own word for it, and the system's where a file is written beside the store. */
function isDiskFull({ name = "", code }: AnyError) {
	return (
		code === "ENOSPC" ||
		(/^Mongo(Server|BulkWrite)Error$/.test(name) && code === OUT_OF_DISK_SPACE)
	);
}

function validatorProblems(entries: ValidatorEntry[]): InputProblem[] {
	return entries.flatMap(entry =>
		entry.type === "objectStrict" ? unknownParameters(entry) : validatorProblem(entry)
	);
}

function validatorProblem({
	field = "",
	message = "is not valid",
	actual,
	expected
}: ValidatorEntry) {
	return {
		pointer: pointerOf(field),
		message,
		...(actual !== undefined && { value: actual }),
		...(expected !== undefined && expected !== null && { expected: String(expected) })
	};
}

/** The validator names all unknown keys of an object in one text; each is a problem of its own here. */
function unknownParameters({ field = "", actual, expected }: ValidatorEntry): InputProblem[] {
	return String(actual)
		.split(", ")
		.map(key => ({
			pointer: `${field === "" ? "" : pointerOf(field)}/${key}`,
			message: "is not a parameter",
			expected: expected ? `one of ${String(expected)}` : "no parameters"
		}));
}

function pointerOf(field: string) {
	return `/${field.replaceAll(".", "/").replace(/\[(\d+)\]/g, "/$1")}`;
}
