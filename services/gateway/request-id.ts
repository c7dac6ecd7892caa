/** A request's id: the caller's when it is well formed, otherwise a new one. */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const WELL_FORMED = /^[\w.:-]{8,128}$/;

export function requestIdOf(headers: IncomingHttpHeaders): string {
	const given = headers["x-request-id"] ?? headers["x-correlation-id"];
	return typeof given === "string" && WELL_FORMED.test(given) ? given : randomUUID();
}
