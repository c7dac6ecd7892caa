import { expect } from "chai";
import { pino } from "pino";
import { pinoOptions } from "../../../../services/kernel/logger.ts";

/** What a call of the logger writes. */
function written(write: (logger: pino.Logger) => void): Record<string, unknown> {
	const lines: string[] = [];
	write(pino(pinoOptions("info"), { write: line => void lines.push(line) }));
	return JSON.parse(lines[0]!) as Record<string, unknown>;
}

describe("the log", () => {
	it("says what went wrong, also when the error comes behind the text", () => {
		const failure = new Error("away") as unknown as undefined;
		const line = written(logger => logger.error("The trail was not written", failure));
		expect(line).to.include({ level: "error", msg: "The trail was not written" });
		expect(line.err).to.include({ type: "Error", message: "away" });
	});

	it("writes a text, and fields before a text, as they are", () => {
		expect(written(logger => logger.info("Ready"))).to.include({ msg: "Ready" });
		expect(written(logger => logger.info({ route: "/x" }, "Slow"))).to.include({
			route: "/x",
			msg: "Slow"
		});
	});
});
