import { expect } from "chai";
import { LogRing } from "../../../../services/logs/log-ring.ts";

const line = (msg: string, more: object = {}) =>
	`${JSON.stringify({ level: "info", time: "2026-01-15T09:30:00.000Z", msg, ...more })}\n`;

describe("the ring of log lines", () => {
	it("keeps the last 2,000 lines, whatever comes", () => {
		const ring = new LogRing();
		for (let number = 1; number <= 5000; number++) ring.add(line(`line ${number}`));
		const all = ring.read({}, 10_000);
		expect(all).to.have.lengthOf(2000);
		expect([all[0]!.message, all.at(-1)!.message]).to.deep.equal(["line 5000", "line 3001"]);
	});

	it("cuts what is too long, and still knows its level and time", () => {
		const ring = new LogRing();
		ring.add(line("x".repeat(100_000), { level: "warn" }));
		const [cut] = ring.read({}, 1);
		expect(cut!.message.length).to.be.below(5000);
		expect(cut).to.include({ level: "warn", at: "2026-01-15T09:30:00.000Z" });
	});

	it("takes a line of the access log for that of the action's plugin", () => {
		const ring = new LogRing();
		ring.pluginOf = action => (action === "projects.list" ? "projects" : null);
		ring.add(line("request", { action: "projects.list", requestId: "one" }));
		ring.add(line("request", { action: "users.list" }));
		const [own] = ring.read({ plugin: "projects" }, 10);
		expect(own).to.include({ message: "request", plugin: "projects", requestId: "one" });
		expect(ring.read({ plugin: null }, 10)).to.have.lengthOf(1);
	});

	it("shows no field that is called like a secret, at any depth", () => {
		const ring = new LogRing();
		ring.add(line("it", { body: { one: { otherPassword: "very-secret" } }, code: "A_B" }));
		const [shown] = ring.read({}, 1);
		expect(JSON.stringify(shown)).not.to.include("very-secret");
		expect(shown!.details).to.include({ code: "A_B" });
	});

	it("tells listeners of lines until they are let go", () => {
		const ring = new LogRing();
		const heard: string[] = [];
		const release = ring.listen(({ message }) => heard.push(message));
		ring.add(line("heard"));
		void release();
		ring.add(line("not heard"));
		expect(heard).to.deep.equal(["heard"]);
	});
});
