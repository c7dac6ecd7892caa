/** What the auth services need of the kernel's settings. */
import type { LyceumBroker } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";

/** Tells whether clients come by HTTPS, so that cookies may be limited to it. */
export function usesHttps(broker: LyceumBroker): boolean {
	const { publicUrl } = (broker.kernel as Runtime).config;
	return publicUrl?.startsWith("https:") ?? false;
}

/** Where people reach the kernel, never what a request says of it: a link must not lead elsewhere. */
export function publicAddress(broker: LyceumBroker): string {
	const { config, address } = broker.kernel as Runtime;
	return config.publicUrl ?? address;
}
