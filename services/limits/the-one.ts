/** The settings are one document: its routes have no id, and its plans are each there once. */
import {
	requestErrors,
	type Action,
	type CollectionService,
	type Ctx
} from "../../mixins/index.ts";
import { SETTINGS_ID } from "./limit-settings.model.ts";

/** An action of a collection, for its only document. */
export function ofTheOne(action: Action): Action {
	return {
		...action,
		handler(this: CollectionService, ctx: Ctx<{ id?: unknown }>) {
			const { id = SETTINGS_ID } = ctx.params;
			if (id !== SETTINGS_ID) throw noOther(id);
			ctx.params.id = SETTINGS_ID;
			return action.handler.call(this, ctx as Ctx<never>);
		}
	};
}

/** Refuses a plan that is there twice: only one of its limits could hold. */
export function requireOneOfEachPlan(document: Record<string, unknown>): void {
	const names = ((document.plans ?? []) as { name: string }[]).map(({ name }) => name);
	const problems = names.flatMap((name, index) =>
		names.indexOf(name) === index
			? []
			: [
					{
						pointer: `/plans/${index}/name`,
						message: "is there already",
						value: name,
						expected: "each plan once"
					}
				]
	);
	if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
}

function noOther(value: unknown) {
	const problem = { pointer: "/id", message: "is not the id of the limits", value };
	return requestErrors.INVALID({
		errors: [{ ...problem, expected: `${SETTINGS_ID}, or nothing` }]
	});
}
