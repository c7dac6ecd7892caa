/** Completes a document that shall be written by its model, and validates the whole. */
import type { Ctx } from "../context.ts";
import type { CollectionService, Input, StoredDocument, Target } from "./target.ts";
import { completePlainly } from "./plain-document.ts";
import { spokenFields, validationError } from "./validation-error.ts";

/** Sets defaults and types by the model, asks the collection's `prepare`, and validates the whole. */
export async function complete(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	operation: "create" | "update",
	before: StoredDocument | null,
	fields: Input
): Promise<StoredDocument> {
	await target.options.prepare?.call(service, fields, { ctx, operation, before });
	const model = service.model(target.definition);
	const plain = completePlainly(model.schema, fields);
	if (plain) return plain as StoredDocument;
	const document = new model(fields);
	await document.validate().catch(error => {
		throw validationError(error, spokenFields(target, ctx, before ?? document.toObject()));
	});
	return document.toObject({ flattenMaps: true });
}
