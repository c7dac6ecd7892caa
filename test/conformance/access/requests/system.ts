/** What tells of the system itself: health, documentation, nodes, logs, the trash and the audit trail. */
import { newRequests } from "./ask.ts";

const { requests, ask } = newRequests();

for (const path of ["/", "/health", "/health/live", "/health/ready", "/health/detailed"])
	ask(`GET ${path}`);
ask("GET /openapi.json");
for (const path of ["health/detailed", "verify-email", "reset-password"]) ask(`GET //${path}`);
for (const path of ["health", "health/live", "health/ready", "openapi.json", "docs", "redoc"])
	ask(`GET //${path}`);
ask("GET //metrics");
ask("GET //websocket/test");
ask("GET //websocket/test/:file", { params: { file: "test-page.js" } });
ask("GET //docs/:version/:file", async ({ kernel }) => {
	const { text } = await kernel.guest.get("//docs");
	const [, version, file] = /docs\/([^/"]+)\/([^/"]+)"/.exec(text)!;
	return { params: { version: version!, file: file! } };
});

ask("GET /nodes");
ask("GET /logs");
ask("GET /monitoring/history");
ask("GET /monitoring/plugins/:name", () => ({ params: { name: "projects" } }));
ask("GET /trash");
ask("GET /trash/:collection", () => ({ params: { collection: "projects" } }));

ask("GET /audit");
ask("GET /audit/count");
ask("GET /audit/verify");
ask("GET /audit/:id", async ({ admin }) => {
	const { body } = await admin.get<{ data: { id: string }[] }>("/audit?pageSize=1");
	return { params: { id: body.data[0]!.id } };
});

export const systemRequests = requests;
