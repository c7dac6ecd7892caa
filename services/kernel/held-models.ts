/** Holds back what plugins write by their models, without a look at every write when nothing is paused. */
import type { Connection } from "mongoose";

const WRITES = [
	"bulkWrite",
	"deleteMany",
	"deleteOne",
	"findOneAndDelete",
	"findOneAndReplace",
	"findOneAndUpdate",
	"insertMany",
	"insertOne",
	"replaceOne",
	"updateMany",
	"updateOne"
] as const;

type Write = (typeof WRITES)[number];
type WrittenCollection = { name: string } & Partial<Record<Write, () => Promise<never>>>;

export class HeldModels {
	readonly #connection: Connection;
	readonly #held = new Set<WrittenCollection>();

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	/** From now on writes to these collections, and to no others, are refused with what `refuse` throws. */
	hold(names: ReadonlySet<string>, refuse: (name: string) => never): void {
		this.#release(names);
		for (const { collection } of Object.values(this.#connection.models)) {
			if (!names.has(collection.name)) continue;
			const written = collection as unknown as WrittenCollection;
			// The generations of a plugin share the driver's collection; its own methods come from its class.
			for (const write of WRITES) written[write] = async () => refuse(written.name);
			this.#held.add(written);
		}
	}

	#release(names: ReadonlySet<string>) {
		for (const held of this.#held) {
			if (names.has(held.name)) continue;
			for (const write of WRITES) delete held[write];
			this.#held.delete(held);
		}
	}
}
