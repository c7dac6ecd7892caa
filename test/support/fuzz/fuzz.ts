/** Sends arbitrary requests to a kernel and collects what is wrong with its answers. */
import * as fc from "fast-check";
import type { OpenAPIObject, OperationObject } from "openapi3-ts/oas31";
import { dereference } from "../../../services/openapi/difference/dereference.ts";
import type { Answer } from "../client.ts";
import { collectionOf, Crew, UPLOADED } from "./crew.ts";
import { faultsOf } from "./faults.ts";
import { encoded, requestOf, type FuzzRequest, type Operation } from "./requests.ts";

/** A request that takes longer hangs, also on a busy machine. */
const LIMIT_MS = 20_000;

const MAX_PRINTED = 600;

export interface FuzzOptions {
	runs: number;
	seed: number;
}

export interface FuzzReport {
	/** What is wrong, once for each operation and fault, with the first request that showed it. */
	faults: string[];
	/** How many answers had which status. */
	statuses: Record<string, number>;
	/** The operations that at least one request was carried out of. */
	succeeded: Set<string>;
	slowestMs: number;
}

export async function fuzz({ runs, seed }: FuzzOptions): Promise<FuzzReport> {
	const crew = await Crew.muster();
	try {
		const operations = await operationsOf(crew);
		const report: FuzzReport = {
			faults: [],
			statuses: {},
			succeeded: new Set(),
			slowestMs: 0
		};
		const seen = new Set<string>();
		const property = fc.asyncProperty(requestOf(operations), async request => {
			const faults = await tryOut(crew, request, report);
			for (const fault of faults) {
				const name = `${nameOf(request)} ${fault}`;
				if (!seen.has(name)) report.faults.push(`${name}\n\t${printed(request)}`);
				seen.add(name);
			}
		});
		await fc.assert(property, { numRuns: runs, seed });
		return report;
	} finally {
		await crew.stop();
	}
}

async function tryOut(crew: Crew, request: FuzzRequest, report: FuzzReport): Promise<string[]> {
	const startedAt = performance.now();
	try {
		const answer = await send(crew, request);
		report.slowestMs = Math.max(report.slowestMs, performance.now() - startedAt);
		report.statuses[answer.status] = (report.statuses[answer.status] ?? 0) + 1;
		if (answer.status < 300) report.succeeded.add(nameOf(request));
		await lookAfter(crew, request, answer);
		return faultsOf(request, answer);
	} catch (error) {
		return [`is not answered: ${(error as Error).message}`];
	}
}

async function send(crew: Crew, request: FuzzRequest): Promise<Answer> {
	const { operation, caller, path, query, headers } = request;
	const target = operation.template.replace(/\{(\w+)\}/g, (_all, name: string) =>
		segment(crew.resolve(operation.template, name, path[name]!))
	);
	const { body, type } = bodyOf(request);
	const response = await fetch(crew.kernel.url + target + (query === "" ? "" : `?${query}`), {
		method: operation.method,
		redirect: "manual",
		signal: AbortSignal.timeout(LIMIT_MS),
		headers: { ...type, ...crew.headersOf(caller), ...headers },
		body
	});
	const text = await response.text();
	const isJson = response.headers.get("content-type")?.includes("json") ?? false;
	return {
		status: response.status,
		headers: response.headers,
		text,
		body: isJson && text !== "" ? JSON.parse(text) : {}
	};
}

/** A path's segment as it was meant: a client would take two dots for the way up. */
function segment(text: string): string {
	return /^\.{1,2}$/.test(text) ? `${text}x` : encoded(text).slice(0, 4000) || "%20";
}

function bodyOf({ body, operation: { method } }: FuzzRequest): {
	body?: FormData | Uint8Array<ArrayBuffer>;
	type: Record<string, string>;
} {
	if (body === null || method === "GET") return { type: {} };
	if ("text" in body)
		return {
			body: new Uint8Array(Buffer.from(body.text, "utf8")),
			type: { "content-type": "application/json" }
		};
	const form = new FormData();
	for (const [name, value] of Object.entries(body.form)) form.append(name, value);
	form.append("package", new Blob([body.file]), "plugin.tgz");
	return { body: form, type: {} };
}

/** Learns of what was made, and signs in again whoever was signed out by what it did. */
async function lookAfter(crew: Crew, request: FuzzRequest, { status, body }: Answer) {
	const { operation, caller, headers } = request;
	if (status === 201 && typeof body.id === "string")
		crew.learn(collectionOf(operation.template), body.id);
	const isOwn = !("authorization" in headers || "x-api-key" in headers);
	const isOut = status === 401 && body.code === "ACCESS_UNAUTHENTICATED";
	if (isOwn && (isOut || body.code === "ACCESS_STEP_UP")) await crew.renew(caller);
}

async function operationsOf({ kernel }: Crew): Promise<Operation[]> {
	const { body } = await kernel.guest.get<OpenAPIObject & Record<string, unknown>>(
		"//openapi.json"
	);
	const paths = Object.entries(dereference(body).paths ?? {}).filter(
		([template]) => !template.startsWith(`/api/v1/${UPLOADED}`)
	);
	return paths.flatMap(([template, item]) =>
		Object.entries(item as Record<string, OperationObject>).map(([method, operation]) => ({
			method: method.toUpperCase(),
			template,
			operation
		}))
	);
}

function nameOf({ operation: { method, template } }: FuzzRequest): string {
	return `${method} ${template}`;
}

function printed({ caller, path, query, body, headers }: FuzzRequest): string {
	return JSON.stringify({ caller, path, query, body, headers }).slice(0, MAX_PRINTED);
}
