/** From what was noted when it happened to entries of the trail that are not linked yet. */
import type { Change, JsonSchema } from "../../mixins/index.ts";
import type { Unlinked } from "./chain.ts";
import { redact } from "./redact.ts";

/** An action as it was noted when it ended. */
export interface NotedAction {
	_id: string;
	at: Date;
	action: string;
	actor: { id: string | null; kind: string; viewedBy: string | null };
	/** The error's type when it was refused. */
	code: string | null;
	params: unknown;
	requestId: string | null;
	address: string | null;
}

/** The JSON Schema of a collection's documents; undefined when nothing that runs declares it. */
export type SchemaOf = (collection: string) => JsonSchema | undefined;

export function entryOfChange(change: Change, schemaOf: SchemaOf): Unlinked {
	const { collection, documentId, rev, type, at, actor, action, address, requestId } = change;
	const schema = schemaOf(collection);
	const [before, after] = [redact(change.before, schema), redact(change.after, schema)];
	return {
		at,
		eventType: `${collection}.${type}`,
		component: collection,
		severity: "info",
		outcome: "succeeded",
		code: null,
		action: action ?? null,
		actorId: actor.id,
		actorKind: actor.kind,
		viewedBy: null,
		collectionName: collection,
		documentId,
		revision: rev,
		requestId,
		address: address ?? null,
		details: JSON.stringify({ before, after }),
		sourceId: change._id
	};
}

export function entryOfAction(noted: NotedAction): Unlinked {
	const { _id, at, action, actor, code, params, requestId, address } = noted;
	return {
		at,
		eventType: action,
		component: action.split(".", 1)[0]!,
		severity: code === null ? "info" : "warning",
		outcome: code === null ? "succeeded" : "refused",
		code,
		action,
		actorId: actor.id,
		actorKind: actor.kind,
		viewedBy: actor.viewedBy,
		collectionName: null,
		documentId: null,
		revision: null,
		requestId,
		address,
		details: JSON.stringify({ params }),
		sourceId: _id
	};
}
