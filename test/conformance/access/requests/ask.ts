/**
 * How each route of the matrix is asked: about a document of the owner that is made for this request where
 * the request changes it, with a body that is valid, so that nothing but the caller's rights decides.
 */
import type { Client } from "../../../support/client.ts";
import type { Who } from "../matrix.ts";
import type { Stage } from "../stage.ts";

export interface Asked {
	/** Values for the route's `:names`. */
	params?: Record<string, string>;
	query?: string;
	body?: unknown;
	/** Who asks in place of the caller of that kind: somebody of the same role. */
	as?: Client;
}

export type Ask = (stage: Stage, who: Who) => Asked | Promise<Asked>;

interface CollectionRequests {
	path: string;
	/** Makes a document of the owner. */
	make: (stage: Stage) => Promise<string>;
	/** A body that creates or replaces one. */
	body: (stage: Stage) => Record<string, unknown>;
	/** A body that changes one. */
	patch: Record<string, unknown>;
	/** Who may remove what `make` made. */
	owner: (stage: Stage) => Client;
	/** What the collection does not offer. */
	without?: string[];
}

/** Takes down how routes are asked, by route. */
export function newRequests() {
	const requests = new Map<string, Ask>();

	function ask(route: string, how: Ask | Asked = {}) {
		requests.set(route, typeof how === "function" ? how : () => how);
	}

	function askCollection(collection: CollectionRequests) {
		const { path, body, patch, owner, without = [] } = collection;
		const one = async (stage: Stage) => ({ params: { id: await collection.make(stage) } });
		const all: [route: string, how: Ask | Asked][] = [
			[`GET ${path}`, {}],
			[`GET ${path}/count`, {}],
			[`POST ${path}`, stage => ({ body: body(stage) })],
			[`GET ${path}/:id`, one],
			[`GET ${path}/:id/history`, one],
			[`PUT ${path}/:id`, async stage => ({ ...(await one(stage)), body: body(stage) })],
			[`PATCH ${path}/:id`, async stage => ({ ...(await one(stage)), body: patch })],
			[`DELETE ${path}/:id`, one],
			[
				`POST ${path}/:id/restore`,
				async stage => {
					const asked = await one(stage);
					await owner(stage).delete(`${path}/${asked.params.id}`);
					return asked;
				}
			]
		];
		for (const [route, how] of all) if (!without.includes(route)) ask(route, how);
	}

	return { requests, ask, askCollection };
}
