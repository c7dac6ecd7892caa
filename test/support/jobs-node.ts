/** The jobs of one node without the rest of a kernel: a store, a broker, and a service whose action does the work. */
import { ServiceBroker, type Service } from "moleculer";
import {
	defineJob,
	jobOf,
	type Ctx,
	type JobCtx,
	type JobOptions,
	type LyceumBroker,
	type ScheduleDefinition
} from "../../mixins/index.ts";
import { bindModel } from "../../mixins/model.ts";
import { Jobs, type JobsOptions } from "../../services/jobs/jobs.ts";
import { Task, type TaskDocument } from "../../services/jobs/task.model.ts";
import { readConfig } from "../../services/kernel/config.ts";
import { connectStore } from "../../services/kernel/connection.ts";
import { createRuntime, type Runtime } from "../../services/kernel/runtime.ts";

export interface Load {
	number: number;
}

export interface JobsNode {
	jobs: Jobs;
	runtime: Runtime;
	enqueue(number: number, options?: object): Promise<string>;
	find(id: string): Promise<TaskDocument>;
	/** Gives the service up at once, as a node that stops does. */
	close(): Promise<void>;
}

export interface JobsNodeOptions extends Partial<JobsOptions> {
	mongoUrl: string;
	work: (ctx: JobCtx<Load>) => unknown;
	job?: Partial<JobOptions>;
	schedules?: Omit<ScheduleDefinition, "job">[];
}

export async function openJobsNode({
	mongoUrl,
	work,
	job: given,
	schedules = [],
	...options
}: JobsNodeOptions): Promise<JobsNode> {
	const connection = await connectStore(mongoUrl);
	const runtime = createRuntime(
		readConfig({ MONGO_URL: mongoUrl }),
		connection,
		{ abilityOf: () => undefined as never },
		() => null,
		() => Promise.resolve("")
	);
	await bindModel(connection, Task, "Task").createIndexes();
	const jobs = new Jobs(runtime, {
		redisUrl: null,
		nodeId: `node-${process.pid}`,
		leaseMs: 30_000,
		handOverMs: 1000,
		reconcileMs: 500,
		keepMs: 60_000,
		...options
	});
	await jobs.open();
	const broker = new ServiceBroker({ logger: false }) as LyceumBroker;
	broker.kernel = runtime;
	const nobody = () => undefined;
	jobs.start(broker.logger, { progressed: nobody, cancelled: nobody, waiting: nobody });
	const definition = defineJob<Load>("idle.work", {
		description: "Does what the test says",
		action: "work",
		payload: { type: "object", properties: { number: { type: "integer" } } },
		...given
	});
	const service: Service = broker.createService({
		name: "idle",
		actions: { work: { handler: (ctx: Ctx<Load>) => work(jobOf(ctx)) } }
	} as never);
	jobs.declare(service, [definition]);
	jobs.attach(
		service,
		[definition],
		schedules.map(schedule => ({ ...schedule, job: definition }))
	);
	return {
		jobs,
		runtime,
		async enqueue(number, more = {}) {
			const { id } = await runtime.enqueue({
				job: definition.name,
				payload: { number },
				askedBy: null,
				requestId: null,
				...more
			});
			return id;
		},
		find: async id => (await jobs.tasks.documents.findOne({ _id: id }))!,
		async close() {
			await jobs.stop();
			await jobs.close();
			await connection.close();
		}
	};
}
