/** Stores a collection's seed data once, whoever starts it first. */
import { readFile } from "node:fs/promises";
import { Context } from "moleculer";
import type { Ctx } from "../context.ts";
import { createDocument } from "./write.ts";
import type { CollectionService, Target } from "./target.ts";

/** Which collections were seeded; a document here also says so when all of its documents were removed later. */
const SEEDS = "seeds";

const DUPLICATE_KEY = 11000;

export async function plantSeed(
	service: CollectionService,
	target: Target,
	file: URL
): Promise<void> {
	const { kernel } = service.broker;
	const seeds = kernel.connection.collection<{ _id: string; at: Date }>(SEEDS);
	const { collection } = target.definition;
	if (await seeds.findOne({ _id: collection })) return;
	const documents = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>[];
	try {
		await kernel.transaction(async session => {
			await seeds.insertOne({ _id: collection, at: new Date() }, { session });
			for (const document of documents)
				await createDocument(service, target, systemContext(service), document);
		});
	} catch (error) {
		// Another node came first: its transaction holds the whole seed.
		if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
	}
}

function systemContext(service: CollectionService): Ctx<unknown> {
	return Context.create(service.broker) as Ctx<unknown>;
}
