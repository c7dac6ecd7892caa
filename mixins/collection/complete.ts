/** Completes a document that shall be written by its model, and validates the whole. */
import type { Model } from "mongoose";
import type { Ctx } from "../context.ts";
import { requestErrors } from "../errors.ts";
import type { CollectionService, Input, StoredDocument, Target } from "./target.ts";

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
	const model = service.model(target.definition) as unknown as Model<StoredDocument>;
	const document = new model(fields as unknown as StoredDocument);
	await document.validate().catch(error => {
		throw validationError(error);
	});
	return document.toObject({ flattenMaps: true });
}

function validationError(error: unknown) {
	const { errors } = error as {
		errors?: Record<string, { path: string; message: string; value?: unknown; kind?: string }>;
	};
	if (!errors) return error;
	const problems = Object.values(errors).map(({ path, message, value }) => ({
		pointer: `/${path.replaceAll(".", "/")}`,
		message,
		value
	}));
	return requestErrors.INVALID({ errors: problems }, error);
}
