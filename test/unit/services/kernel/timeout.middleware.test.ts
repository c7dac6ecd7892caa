import { expect } from "chai";
import { ServiceBroker } from "moleculer";
import { timeouts } from "../../../../services/kernel/timeout.middleware.ts";

describe("timeout middleware", () => {
	const broker = new ServiceBroker({
		logger: false,
		requestTimeout: 0,
		metrics: { enabled: true },
		internalMiddlewares: false,
		middlewares: [timeouts as never, "ErrorHandler"]
	});
	const never = () => new Promise(() => {});

	const rejectionOf = (call: Promise<unknown>) =>
		call.then(
			() => expect.fail("it was answered"),
			error => error as Error
		);

	before(() => {
		broker.createService({
			name: "slow",
			actions: {
				limited: { timeout: 20, handler: never } as never,
				unlimited: { handler: never },
				quick: { timeout: 20, handler: () => "done" } as never
			}
		});
		return broker.start();
	});

	after(() => broker.stop());

	it("gives up after the action's own limit, and counts it", async () => {
		const error = await rejectionOf(broker.call("slow.limited"));
		expect(error).to.include({ name: "RequestTimeoutError", code: 504 });
		expect(error).to.have.nested.property("data.action", "slow.limited");
		const counted = broker.metrics.list({ includes: "moleculer.request.timeout.total" });
		expect(counted).to.have.nested.property("[0].values[0].value", 1);
	});

	it("gives up after the call's limit, which goes before the action's", async () => {
		const error = await rejectionOf(broker.call("slow.unlimited", {}, { timeout: 10 }));
		expect(error).to.include({ name: "RequestTimeoutError" });
	});

	it("answers what is done in time", async () => {
		expect(await broker.call("slow.quick")).to.equal("done");
	});

	it("says how long the call may take, for those on other nodes", async () => {
		const call = broker.call("slow.quick") as Promise<unknown> & {
			ctx: { startHrTime: unknown; options: { timeout: number } };
		};
		await call;
		expect(call.ctx.startHrTime).to.be.an("array");
		expect(call.ctx.options.timeout).to.equal(20);
	});
});
