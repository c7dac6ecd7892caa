/** What the auth services need of the kernel's settings. */
import type { LyceumBroker } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";

/** Tells whether clients come by HTTPS, so that cookies may be limited to it. */
export function usesHttps(broker: LyceumBroker): boolean {
	const { publicUrl } = (broker.kernel as Runtime).config;
	return publicUrl?.startsWith("https:") ?? false;
}
