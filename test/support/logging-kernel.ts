/** A process of its own with a kernel that logs: sends its address, and stops at the first message. */
import { startTestKernel } from "./kernel.ts";

const api = await startTestKernel({ environment: { LOG_LEVEL: "info" } });
process.once("message", async () => {
	await api.stop();
	process.disconnect();
});
process.send!(api.url);
