/** Plugins of an upload, by those who may change them. */
import { pingService, uploadForm } from "../../../support/plugin-package.ts";
import type { Who } from "../matrix.ts";
import type { Stage } from "../stage.ts";
import { newRequests, type Asked } from "./ask.ts";

const { requests, ask } = newRequests();

const packed = (version: string) =>
	uploadForm({
		name: "uploaded",
		version,
		service: pingService("uploaded", version),
		lyceum: {
			settings: {
				type: "object",
				properties: { greeting: { type: "string", default: "hello" } }
			}
		}
	});
ask("GET /plugins");
ask("POST /plugins", async ({ admin }) => {
	await admin.delete("/plugins/uploaded");
	return { body: await packed("1.0.0") };
});

/** Two versions of an uploaded plugin, made anew for who may change it. */
async function installed({ admin }: Stage, who: Who, steps: string[]): Promise<Asked> {
	const params = { name: "uploaded" };
	if (who !== "admin") return { params };
	await admin.delete("/plugins/uploaded");
	for (const version of ["1.0.0", "1.1.0"]) await admin.post("/plugins", await packed(version));
	for (const step of steps) await admin.post(`/plugins/uploaded/${step}`);
	return { params };
}
ask("GET /plugins/:name", (stage, who) => installed(stage, who, []));
ask("DELETE /plugins/:name", (stage, who) => installed(stage, who, []));
ask("GET /plugins/:name/migrations", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/contract", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/disable", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/enable", (stage, who) => installed(stage, who, ["disable"]));
ask("POST /plugins/:name/reload", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/rollback", (stage, who) => installed(stage, who, []));
ask("PATCH /plugins/:name/settings", async (stage, who) => ({
	...(await installed(stage, who, [])),
	body: { greeting: "good day" }
}));

export const pluginsRequests = requests;
