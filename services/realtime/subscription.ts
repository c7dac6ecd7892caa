/** What a client asked to hear of, as the server keeps it. */
import type { Query } from "../../mixins/ability.ts";
import type { Connection } from "./connection.ts";

/** Changes of a collection's documents, of those that a filter takes, or of one. */
export interface Topic {
	/** The same for all who ask the same: it is what clients know the subscription by. */
	readonly id: string;
	readonly collection: string;
	readonly documentId: string | null;
	/** The filter as a query; empty for all documents. */
	readonly query: Query;
	/** The fields that the filter depends on: who may not read them learns nothing by it. */
	readonly dependsOn: string[];
}

export interface Subscription {
	readonly topic: Topic;
	readonly connection: Connection;
}
