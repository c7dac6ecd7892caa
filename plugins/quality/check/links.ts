/** Tries the outside links of items, when somebody asks for it: through the kernel, which goes into no private network. */
import type { LyceumBroker } from "lyceum";
import type { LinkState } from "../rules/rule.ts";
import type { ContentItem } from "../library.ts";

const ADDRESS = /\bhttps?:\/\/(?:\[[\da-f:.]+\])?[^\s<>()"'`\]]+[^\s<>()"'`\].,;:!?]/g;
const AT_A_TIME = 4;
const TIMEOUT_MS = 8000;
const MAX_BYTES = 64 * 1024;
const MOST_LINKS = 500;

/** Returns what each address led to. */
export async function tryLinks(
	broker: LyceumBroker,
	items: readonly ContentItem[]
): Promise<[string, LinkState][]> {
	const texts = items.flatMap(({ body, stem, explanation }) => [body, stem, explanation]);
	const addresses = [...new Set(texts.flatMap(text => text?.match(ADDRESS) ?? []))].slice(
		0,
		MOST_LINKS
	);
	const tried: [string, LinkState][] = [];
	for (let at = 0; at < addresses.length; at += AT_A_TIME)
		tried.push(
			...(await Promise.all(
				addresses.slice(at, at + AT_A_TIME).map(address => tryOne(broker, address))
			))
		);
	return tried;
}

async function tryOne(broker: LyceumBroker, address: string): Promise<[string, LinkState]> {
	try {
		const { status, ok } = await broker.kernel.fetch(address, {
			method: "GET",
			timeoutMs: TIMEOUT_MS,
			maxBytes: MAX_BYTES
		});
		// Who asks for a sign-in, or for patience, is there.
		return [
			address,
			{ ok: ok || [401, 403, 405, 429].includes(status), reason: `it answers ${status}` }
		];
	} catch (error) {
		const { type, message } = error as { type?: string; message: string };
		return [address, { ok: type === "OUTGOING_TOO_LARGE", reason: message }];
	}
}
