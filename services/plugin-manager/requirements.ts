/** Whether what plugins require of each other still holds once one of them has changed. */
import type { Desired, DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import { dependentsOf, nodeOf, resolveOrder } from "./order.ts";

/** Refuses a plugin that lacks what it requires, or that would leave another one without. */
export async function requireOrder(desired: Desired, plugin: DesiredPlugin): Promise<void> {
	const others = (await desired.all()).filter(
		({ _id, enabled }) => enabled && _id !== plugin._id
	);
	const { blocked } = resolveOrder([...others, plugin].map(nodeOf));
	const running = new Set(others.map(({ _id }) => _id));
	const broken = blocked.find(({ name }) => name === plugin._id || running.has(name));
	if (broken) throw errors.REQUIREMENTS({ name: broken.name, reason: broken.reason });
}

/** Refuses to take away what an enabled plugin requires. */
export async function requireNoDependents(desired: Desired, name: string): Promise<void> {
	const enabled = (await desired.all()).filter(plugin => plugin.enabled);
	const dependents = dependentsOf(name, enabled.map(nodeOf));
	if (dependents.length > 0) throw errors.NEEDED({ name, dependents });
}
