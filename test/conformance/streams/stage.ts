/** What each test of streams has: nodes and members on a database of its own, ended with the test. */
import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { newId } from "../../../mixins/index.ts";
import { natsMissing, startNats, type NatsServer } from "../../support/nats.ts";
import { openStoreUnderTest } from "../../support/store.ts";
import {
	openStreamNode,
	type Counted,
	type StreamNode,
	type StreamNodeOptions
} from "../../support/stream-node.ts";
import { databaseUrl } from "../../support/store-url.ts";
import { waitUntil } from "../../support/wait-until.ts";

const MEMBER = path.resolve(import.meta.dirname, "../../support/stream-member.ts");

export interface Stage {
	open(options?: Partial<StreamNodeOptions>): Promise<StreamNode>;
	/** Ends the node that was opened first. */
	closeFirst(): Promise<void>;
	/** A member in a process of its own; resolves once it consumes. */
	startMember(): Promise<{ child: ChildProcess; lines: string[] }>;
	/** Only where streams are kept by JetStream. */
	nats(): NatsServer;
}

/** Sets the stage for the tests of the suite around it. */
export function setStage(isJetStream: boolean): Stage {
	let store: Awaited<ReturnType<typeof openStoreUnderTest>>;
	let nats: NatsServer | null = null;
	let mongoUrl: string;
	const nodes: StreamNode[] = [];
	const children: ChildProcess[] = [];

	before(function () {
		if (isJetStream && natsMissing() !== null) this.skip();
	});
	beforeEach(async () => {
		store = await openStoreUnderTest();
		mongoUrl = ownDatabase(store.url);
		if (isJetStream) nats = await startNats();
	});
	afterEach(async () => {
		for (const child of children.splice(0)) child.kill("SIGKILL");
		await Promise.all(nodes.splice(0).map(node => node.close()));
		await nats?.close();
		nats = null;
		await store?.close();
	});

	return {
		nats: () => nats!,
		closeFirst: () => nodes.shift()!.close(),

		async open(options = {}) {
			const natsUrl = nats?.url ?? null;
			const nodeId = `node-${nodes.length + 1}`;
			const node = await openStreamNode({ mongoUrl, natsUrl, nodeId, ...options });
			nodes.push(node);
			return node;
		},

		async startMember() {
			const child = spawn(process.execPath, [MEMBER, mongoUrl, nats?.url ?? "-"], {
				stdio: ["ignore", "pipe", "inherit"]
			});
			children.push(child);
			const lines: string[] = [];
			createInterface({ input: child.stdout }).on("line", line => lines.push(line));
			await waitUntil("the member is ready", async () => lines.includes("ready"));
			return { child, lines };
		}
	};
}

export function numberOf({ payload }: Counted) {
	return payload.n;
}

export function page(node: StreamNode, query: object = {}) {
	return node.streams.driver.messages("counts", { page: 1, pageSize: 100, ...query });
}

/** Each test has a database of its own on the store under test. */
function ownDatabase(url: string) {
	return databaseUrl(url, `streams${newId()}`);
}
