/** What is wrong with an answer, whatever was asked. */
import type { ResponseObject } from "openapi3-ts/oas31";
import type { Answer } from "../client.ts";
import { departuresOf } from "../documented-answers.ts";
import type { FuzzRequest } from "./requests.ts";

/** Words of what works inside: its errors, its files, its stacks. */
const INSIDE =
	/mongo|mongoose|sqlite|\bbson\b|CastError|moleculer|piscina|node_modules|node:internal|file:\/\/|\n\s+at |\.ts:\d|E11000|ECONN|ENOENT/i;

/** These speak of such things to say what they are. */
const SPEAKS_OF_IT = /^\/(api\/v1\/)?(openapi\.json|docs|redoc|metrics|console$)/;

export function faultsOf(
	{ operation: { template, operation }, query }: FuzzRequest,
	answer: Answer
) {
	const { status, headers, text, body } = answer;
	const { responses = {} } = operation;
	const listed = (responses[status] ?? (status >= 400 ? responses.default : undefined)) as
		ResponseObject | undefined;
	const isPart = /(^|&)fields=/.test(query);
	const faults = status >= 500 ? [`answers ${status}`] : [];
	const inside = SPEAKS_OF_IT.test(template) ? null : INSIDE.exec(text);
	if (inside) faults.push(`says "${inside[0].trim()}"`);
	if (status >= 400 && body.status !== status) faults.push("is a problem of another status");
	if (status >= 400 && body.requestId !== headers.get("x-request-id"))
		faults.push("names another request");
	const due = listed && withoutLimits(listed);
	return [...faults, ...departuresOf(operation, answer, isPart ? inPart(due) : due)];
}

/** A run would soon be refused: its kernel limits nobody, and says nothing of limits. */
function withoutLimits({ headers = {}, ...response }: ResponseObject): ResponseObject {
	const names = Object.keys(headers).filter(name => !name.startsWith("RateLimit"));
	return { ...response, headers: Object.fromEntries(names.map(name => [name, headers[name]!])) };
}

/** The same with nothing required: what `fields` does not name is left out. */
function inPart<Part>(part: Part): Part {
	return JSON.parse(
		JSON.stringify(part ?? null, (key, value: unknown) => (key === "required" ? [] : value))
	) as Part;
}
