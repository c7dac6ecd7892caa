/** Limits, and who is blocked by them. */
import { newId } from "../../../../mixins/index.ts";
import { newRequests } from "./ask.ts";

const { requests, ask } = newRequests();

ask("GET /limits");
ask("PUT /limits", { body: { login: { points: 9, seconds: 60 } } });
ask("GET /limits/blocks");
ask("GET /limits/blocks/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /limits/blocks/:id`, async stage => {
		const _id = newId();
		const block = { limit: "address", subject: `192.0.2.${stage.next()}`, times: 1, rev: 1 };
		const times = { blockedUntil: new Date(), expiresAt: new Date(Date.now() + 60_000) };
		const system = { createdAt: new Date(), updatedAt: new Date() };
		await stage.kernel.kernel.runtime.connection
			.collection<{ _id: string }>("limitBlocks")
			.insertOne({ _id, ...block, ...times, ...system });
		return { params: { id: _id } };
	});

export const limitsRequests = requests;
