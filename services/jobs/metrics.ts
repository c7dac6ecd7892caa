/** What is measured of tasks, under Moleculer's registry once there is a broker. */
import type { ServiceBroker } from "moleculer";
import type { TaskDocument } from "./task.model.ts";

type Registry = ServiceBroker["metrics"];

const QUEUED = "jobs_queued";
const RUNNING = "jobs_running";
const FINISHED = "jobs_finished_total";
const RETRIED = "jobs_retried_total";
const DURATION = "jobs_duration_seconds";
const WAIT = "jobs_wait_seconds";

const BUCKETS = [0.01, 0.05, 0.25, 1, 5, 30, 120, 600, 3600];

export class JobMetrics {
	#registry: Registry | null = null;

	register(registry: Registry): void {
		this.#registry = registry;
		const labelNames = ["job"];
		const gauges = { [QUEUED]: "Tasks that wait", [RUNNING]: "Tasks that are worked on" };
		for (const [name, description] of Object.entries(gauges))
			registry.register({ name, type: "gauge", labelNames, description });
		registry.register({
			name: FINISHED,
			type: "counter",
			labelNames: ["job", "state"],
			description: "Tasks that have ended on this node, by how they did"
		});
		registry.register({
			name: RETRIED,
			type: "counter",
			labelNames,
			description: "Attempts after which a task was queued again"
		});
		const histograms = {
			[DURATION]: "How long an attempt took",
			[WAIT]: "How long a task that was due waited for its attempt"
		};
		for (const [name, description] of Object.entries(histograms))
			registry.register({
				name,
				type: "histogram",
				labelNames,
				description,
				buckets: BUCKETS
			} as never);
	}

	/** What is known of all nodes; a job of which nothing is there any more is at 0. */
	counted(
		state: "queued" | "running",
		counts: ReadonlyMap<string, number>,
		jobs: string[]
	): void {
		const name = state === "queued" ? QUEUED : RUNNING;
		for (const job of new Set([...jobs, ...counts.keys()]))
			this.#registry?.set(name, counts.get(job) ?? 0, { job });
	}

	changed({ job, state, startedAt, runAt, attempts, members }: TaskDocument): void {
		if (members !== undefined) return;
		if (state === "running") this.#began(job, startedAt!.getTime() - runAt.getTime());
		else if (state !== "queued") this.#registry?.increment(FINISHED, { job, state });
		else if (attempts > 0) this.#registry?.increment(RETRIED, { job });
	}

	measured(job: string, milliseconds: number): void {
		this.#registry?.observe(DURATION, milliseconds / 1000, { job });
	}

	#began(job: string, waitedMs: number) {
		this.#registry?.observe(WAIT, Math.max(waitedMs, 0) / 1000, { job });
	}
}
