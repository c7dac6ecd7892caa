/**
 * A clock that is set back: whatever asks `Date` for the time in this process is told another one. The demo's
 * week is played with it, through the kernel's own actions, so that documents, histories, tasks, mails and the
 * audit trail have the dates that they would have if somebody had worked with them for a week. Timers and the
 * store's threads go by the real clock. No kernel that serves anybody runs with it.
 */
const RealDate = Date;

export class PastClock {
	#offset = 0;

	/** Puts this clock in the place of the process's own, for good. */
	install(): void {
		const now = () => this.now();
		globalThis.Date = new Proxy(RealDate, {
			construct: (target, given, made) =>
				Reflect.construct(target, given.length > 0 ? given : [now()], made) as Date,
			apply: () => new RealDate(now()).toString(),
			get: (target, name) => (name === "now" ? now : (Reflect.get(target, name) as unknown))
		});
	}

	now(): number {
		return RealDate.now() + this.#offset;
	}

	/** Goes on at a moment; never back, because what was written must not come after what follows. */
	moveTo(moment: number): void {
		this.#offset = Math.max(moment, this.#offset === 0 ? moment : this.now()) - RealDate.now();
	}
}
