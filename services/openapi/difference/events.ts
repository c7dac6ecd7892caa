/** The differences between the events that two versions emit. */
import type { EventDefinition } from "../../../mixins/index.ts";
import { keysOf, type Change, type Found } from "./change.ts";
import { schemaDifference } from "./schemas.ts";

export type EventSurface = Pick<EventDefinition, "name" | "schema">;

/** Compares events by name; listeners receive them as clients receive an answer. */
export function eventDifferences(before: EventSurface[], after: EventSurface[]): Found[] {
	const [old, present] = [
		new Map(before.map(event => [event.name, event])),
		new Map(after.map(event => [event.name, event]))
	];
	return keysOf(old, present).flatMap((subject): Found[] => {
		const [was, is] = [old.get(subject), present.get(subject)];
		const change = (breaking: boolean, what: string): Change => ({
			kind: "event",
			subject,
			breaking,
			sentence: `The event ${subject} ${what}`
		});
		if (!is) return [["removed", change(true, "is not emitted any more")]];
		if (!was) return [["added", change(false, "is new")]];
		return schemaDifference(was.schema, is.schema, "response").map(
			({ path, breaking, what }) => [
				"changed",
				change(breaking, path === "" ? what : `has "${path}", which ${what}`)
			]
		);
	});
}
