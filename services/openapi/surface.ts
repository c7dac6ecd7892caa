/** What a version of a plugin offers, from its definitions alone: nothing of it needs to run. */
import type { Action, LyceumSchema } from "../../mixins/index.ts";
import { conventions } from "../kernel/conventions.middleware.ts";
import type { Surface } from "./difference.ts";
import { documentOf, type DescribedService, type DocumentOptions } from "./document.ts";

/** The API, the events and the abilities of definitions whose mixins have been merged in. */
export function surfaceOf(schemas: LyceumSchema[], options: DocumentOptions = {}): Surface {
	const rules = schemas.flatMap(({ abilities = {} }) => Object.entries(abilities));
	return {
		document: documentOf(schemas.map(describedService), options),
		events: schemas.flatMap(({ emits = [] }) => emits),
		abilities: Object.fromEntries(
			rules.map(([role]) => [
				role,
				rules.filter(([other]) => other === role).flatMap(([, own]) => own)
			])
		)
	};
}

/** A definition in the form in which the registry lists a running service. */
export function describedService(schema: LyceumSchema): DescribedService {
	const { name, settings, metadata, actions = {} } = withConventions(schema);
	const declared = Object.entries(actions as Record<string, Action | false>).filter(
		([, action]) => action !== false
	);
	const listed = declared.map(([rawName, action]) => [
		rawName,
		{ ...action, name: `${name}.${rawName}`, rawName }
	]);
	return { name, settings, metadata, actions: Object.fromEntries(listed) } as DescribedService;
}

/** What the kernel adds to every service as it starts, such as that unknown parameters are refused. */
function withConventions(schema: LyceumSchema): LyceumSchema {
	const copy = { ...schema };
	conventions.serviceCreating?.call(conventions, undefined as never, copy);
	return copy;
}
