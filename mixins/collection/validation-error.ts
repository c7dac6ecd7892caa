/** What is answered when a document does not keep to its model. */
import { abilityOf } from "../ability.ts";
import type { Ctx } from "../context.ts";
import { requestErrors } from "../errors.ts";
import { readableFields } from "./access.ts";
import { topLevel } from "./fields.ts";
import type { StoredDocument, Target } from "./target.ts";

/**
 * Tells of which fields an error may speak: of those that the caller sent or may read. What became
 * wrong elsewhere, by another version of the model, is named without what it holds.
 */
export function spokenFields(target: Target, ctx: Ctx<unknown>, document: StoredDocument) {
	const mayRead = readableFields(abilityOf(ctx), target, document);
	const sent = Object.keys(ctx.params as object);
	return (path: string) => {
		const name = path.replace(/\.\d+(?=\.|$)/g, "");
		if (!target.fields.has(topLevel(name)) || target.hiddenPaths.includes(name)) return false;
		return sent.includes(topLevel(name)) || mayRead === null || mayRead(name);
	};
}

/** From what mongoose found wrong to the error that the caller gets. */
export function validationError(error: unknown, isSpoken: (path: string) => boolean) {
	const { errors } = error as {
		errors?: Record<string, { path: string; message: string; value?: unknown; kind?: string }>;
	};
	if (!errors) return error;
	const problems = Object.values(errors).map(({ path, message, value }) => ({
		pointer: `/${path.replaceAll(".", "/")}`,
		...(isSpoken(path) ? { message, value } : { message: "is not valid" })
	}));
	return requestErrors.INVALID({ errors: problems }, error);
}
