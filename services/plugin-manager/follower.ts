/**
 * Keeps this node up with what the others change: when it hears of a change, and by looking now and then,
 * because the bus may be away or may have lost the word.
 */
import type { Service } from "moleculer";
import type { Release } from "../../mixins/index.ts";
import type { Desired } from "./desired.ts";
import type { PluginManager } from "./manager.ts";
import type { Rollouts } from "./rollouts.ts";

const LOOK_EVERY_MS = 2000;

/** As no revisions are: the next look follows in any case. */
const UNSETTLED = "unsettled";

interface FollowerParts {
	desired: Desired;
	manager: PluginManager;
	rollouts: Rollouts;
	logger: Service["logger"];
}

export class Follower {
	readonly #parts: FollowerParts;
	/** What was desired when this node last followed. */
	#followed = UNSETTLED;
	#isLooking = false;
	#isReached = true;

	constructor(parts: FollowerParts) {
		this.#parts = parts;
	}

	/** Begins to look; returns what ends it. */
	start(): Release {
		const timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
		return () => clearInterval(timer);
	}

	/** Makes this node run what is desired now. */
	async follow(): Promise<void> {
		const { desired, manager } = this.#parts;
		const revisions = await desired.revisions();
		await manager.converge();
		this.#followed = manager.isSettled ? revisions : UNSETTLED;
	}

	async #look() {
		if (this.#isLooking) return;
		this.#isLooking = true;
		const { desired, rollouts, logger } = this.#parts;
		try {
			if ((await desired.revisions()) !== this.#followed) await this.follow();
			await rollouts.takeOver(logger);
			this.#isReached = true;
		} catch (error) {
			// What runs goes on running; it is said once, not every two seconds.
			if (this.#isReached) logger.warn("What should run could not be looked up", error);
			this.#isReached = false;
		} finally {
			this.#isLooking = false;
		}
	}
}
