/**
 * Releases what a service acquires: each `this.onStop(release)` stands beside its acquisition. The
 * releases run newest first when the service stops, also after a start that failed half-way, and
 * one that throws does not keep the others from running.
 */
import { defineMixin, type Release } from "./declarations.ts";

interface DisposableThis {
	releases: Release[];
	releaseAll(): Promise<void>;
}

export const disposable = defineMixin<DisposableThis>({
	methods: {
		/** Registers what undoes an acquisition. */
		onStop(release: Release) {
			this.releases.push(release);
		},

		/** Runs what has not run yet; harmless when called again. */
		async releaseAll() {
			const failures = await runAll(this.releases);
			if (failures.length > 0)
				throw new AggregateError(failures, "Some resources were not released");
		}
	},

	created() {
		this.releases = [];
	},

	stopped() {
		return this.releaseAll();
	}
});

async function runAll(releases: Release[]) {
	const failures: unknown[] = [];
	for (let release = releases.pop(); release; release = releases.pop()) {
		try {
			await release();
		} catch (error) {
			failures.push(error);
		}
	}
	return failures;
}
