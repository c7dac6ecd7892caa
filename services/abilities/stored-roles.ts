/** Takes the rules of the stored roles into force on this node, and notices when they have changed. */
import type { Model } from "mongoose";
import type { AbilityRules, Stored } from "../../mixins/index.ts";
import type { RoleFields } from "./role.model.ts";
import type { Rules } from "./rules.ts";

export class StoredRoles {
	readonly #model: Model<RoleFields & Stored>;
	readonly #rules: Rules;
	#known = "";
	#reading: Promise<void> = Promise.resolve();

	constructor(model: Model<RoleFields & Stored>, rules: Rules) {
		this.#model = model;
		this.#rules = rules;
	}

	/** Reads the roles; one reading after the other, so that an older one never wins. */
	reload(): Promise<void> {
		this.#reading = this.#reading.catch(() => undefined).then(() => this.#read());
		return this.#reading;
	}

	async #read() {
		const roles = await this.#model.find().sort({ name: 1 }).lean();
		const known = roles.map(({ _id, rev }) => `${_id} ${rev}`).join();
		if (known === this.#known) return;
		this.#rules.setStored(rulesOf(roles));
		this.#known = known;
	}
}

function rulesOf(roles: RoleFields[]): AbilityRules {
	return Object.fromEntries(roles.map(({ name, rules }) => [name, rules]));
}
