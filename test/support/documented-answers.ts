/** Holds an answer against what the OpenAPI document says of its operation. */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { OperationObject, ResponseObject } from "openapi3-ts/oas31";
import type { Answer } from "./client.ts";

export const ajv = new Ajv2020({ strict: false, validateFormats: true });
addFormats.default(ajv);

/** What an answer has that its operation, without references, does not say, and the other way round. */
export function departuresOf(
	{ responses = {} }: OperationObject,
	answer: Answer,
	listed = responses[answer.status] as ResponseObject | undefined
): string[] {
	const { headers, body, text } = answer;
	if (!listed) return [`has the status ${answer.status}, which is not listed`];
	const missing = Object.keys(listed.headers ?? {}).filter(name => !headers.has(name));
	const type = (headers.get("content-type") ?? "").split(";", 1)[0]!;
	const content = listed.content?.[type];
	const value = type.endsWith("json") ? body : text;
	const matches = content ? ajv.validate(content.schema!, value) : text === "" && !listed.content;
	return [
		...missing.map(name => `has no header ${name}`),
		...(matches ? [] : [`is ${type} with ${ajv.errorsText()}`])
	];
}
