/** Tells groups of changes: most at once, and those of a user who asks for much when it is their turn. */
import type { Readable } from "../../mixins/collection/represent.ts";
import type { LoggedChange } from "../audit/change-log.ts";
import type { Connection } from "./connection.ts";
import { deliveriesOf, type Abilities, type Delivery } from "./deliveries.ts";
import type { Group } from "./group.ts";
import { Lanes } from "./lanes.ts";
import { sendDeliveries } from "./send-deliveries.ts";
import type { Subscription } from "./subscription.ts";

/** A subscription with the group that it is in now. */
export interface Member extends Subscription {
	group: Group;
}

interface Parts {
	describe: (collection: string) => Readable | undefined;
	abilities: Abilities;
	tooSlow: (connection: Connection) => void;
	report: (error: unknown) => void;
}

export class FairDeliveries {
	readonly #parts: Parts;
	readonly #lanes: Lanes<Member>;

	constructor(parts: Parts) {
		this.#parts = parts;
		const { tooSlow, report } = parts;
		this.#lanes = new Lanes({ teller: () => this.#teller(), tooSlow, report });
	}

	/** Tells a group of a change. One of a single user shares its work with nobody, so that it may wait. */
	tell(group: Group, change: LoggedChange, readable: Readable): void {
		const own = group.ofOneUser as readonly Member[];
		if (own.some(({ connection }) => this.#lanes.isFor(connection)))
			for (const member of own) this.#lanes.add(member.connection, member, change);
		else sendDeliveries(deliveriesOf(change, group, readable, this.#parts.abilities));
	}

	/** Puts a member into a group; what waits for the one user there is told before, because it is older. */
	join(group: Group, member: Subscription): void {
		for (const { connection } of group.ofOneUser) this.flush(connection);
		group.add(member);
	}

	/** Tells a connection at once of all that waits for it. */
	flush(connection: Connection): void {
		this.#lanes.flush(connection);
	}

	/** Tells one member, if it is still subscribed. What a collection is, is asked once for many: it costs more than to tell one. */
	#teller() {
		const { describe, abilities } = this.#parts;
		const known = new Map<string, Readable | undefined>();
		return (member: Member, change: LoggedChange) => {
			const { group } = member;
			const { collection } = change;
			if (!known.has(collection)) known.set(collection, describe(collection));
			const readable = known.get(collection);
			if (readable)
				sendDeliveries(onlyTo(member, deliveriesOf(change, group, readable, abilities)));
		};
	}
}

function onlyTo(member: Member, deliveries: Delivery[]): Delivery[] {
	return deliveries
		.filter(({ subscriptions }) => subscriptions.includes(member))
		.map(({ frame }) => ({ frame, subscriptions: [member] }));
}
