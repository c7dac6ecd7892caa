/** Stores a collection's seed data once, whoever starts it first. */
import { readFile } from "node:fs/promises";
import { Context } from "moleculer";
import type { Ctx } from "../context.ts";
import { commitAll } from "./changes.ts";
import { newDocument } from "./write.ts";
import type { CollectionService, Target } from "./target.ts";

/** Which collections were seeded; a document here also says so when all of its documents were removed later. */
const SEEDS = "seeds";

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
	const ctx = systemContext(service);
	try {
		const pending = await Promise.all(
			documents.map(document => newDocument(service, target, ctx, document))
		);
		const planted = { _id: collection, at: new Date() };
		await commitAll(service, target, ctx, pending, [
			{ collection: SEEDS, kind: "insert", document: planted }
		]);
	} catch (error) {
		// Another node came first: its transaction holds the whole seed.
		if (!(await seeds.findOne({ _id: collection }))) throw error;
	}
}

function systemContext(service: CollectionService): Ctx<unknown> {
	return Context.create(service.broker) as Ctx<unknown>;
}
