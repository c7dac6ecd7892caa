/** What holds of streams whatever keeps them. */
import { describeCursors } from "./cursors.ts";
import { describeFailures } from "./failures.ts";
import { describeGroups } from "./groups.ts";
import { describeKeeping } from "./keeping.ts";
import { describeNatsAway } from "./nats-away.ts";
import { describeOrder } from "./order.ts";
import { describeRelay } from "./relay.ts";
import { setStage } from "./stage.ts";

/** Runs the suite against one driver; what cannot run is named by the skipped suite. */
export function describeDriver(name: string, isJetStream: boolean) {
	describe(`streams kept by ${name}`, function () {
		this.timeout(90_000);
		const stage = setStage(isJetStream);
		describeOrder(stage);
		describeGroups(stage);
		describeFailures(stage);
		describeRelay(stage);
		describeKeeping(stage);
		if (isJetStream) describeNatsAway(stage);
		else describeCursors(stage);
	});
}
