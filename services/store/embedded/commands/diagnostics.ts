/** What drivers, mongosh and Compass ask about the server itself. */
import { randomUUID } from "node:crypto";
import { hostname, totalmem, type as osType, release, arch, cpus } from "node:os";
import { Binary, Long } from "bson";
import { encode } from "../bson/encode.ts";
import { isTruthy, type Doc } from "../bson/values.ts";
import type { Engine } from "../engine.ts";
import { storeError } from "../errors.ts";
import type { ReadHost } from "../read-host.ts";
import type { Connection } from "../storage/connection.ts";
import type { Index } from "../storage/index-definition.ts";
import type { Client } from "../wire/connection.ts";
import type { Request } from "../wire/messages.ts";
import { collectionName } from "./fields.ts";
import { fileBytes, tableBytes } from "./sizes.ts";
import { REPLICA_SET } from "../names.ts";

/** The version of MongoDB whose commands the store speaks. */
const VERSION = "8.0.0";

type Answer = (engine: Engine, request: Request, client: Client) => Doc;

/** Commands whose answer needs no more than what is in memory. */
export const DIAGNOSTICS: Record<string, Answer> = {
	ping: () => ({}),
	buildInfo,
	buildinfo: buildInfo,
	serverStatus,
	hostInfo: () => ({
		system: {
			currentTime: new Date(),
			hostname: hostname(),
			cpuAddrSize: 64,
			memSizeMB: Math.round(totalmem() / 2 ** 20),
			numCores: cpus().length,
			cpuArch: arch()
		},
		os: { type: osType(), name: osType(), version: release() },
		extra: {}
	}),
	connectionStatus: (engine, { body }) => ({
		authInfo: {
			authenticatedUsers: [{ user: engine.identity.credentials.user, db: "admin" }],
			authenticatedUserRoles: [{ role: "root", db: "admin" }],
			...(isTruthy(body.showPrivileges) && { authenticatedUserPrivileges: [] })
		}
	}),
	getParameter,
	getCmdLineOpts: () => ({ argv: ["lyceum-store"], parsed: {} }),
	getLog,
	getFreeMonitoringStatus: () => ({ state: "disabled" }),
	setFreeMonitoring: () => ({}),
	atlasVersion: () => {
		throw storeError("CommandNotFound", "no such command: 'atlasVersion'");
	},
	whatsmyuri: (_engine, _request, client) => ({ you: `127.0.0.1:${client.id}` }),
	replSetGetStatus,
	replSetGetConfig: ({ identity }) => ({
		config: {
			_id: REPLICA_SET,
			version: 1,
			members: [{ _id: 0, host: identity.address, priority: 1, votes: 1 }],
			settings: {}
		}
	}),
	currentOp: () => ({ inprog: [] }),
	top: () => ({ totals: {} }),
	features: () => ({ oidMachine: 0 }),
	listCommands: () => ({ commands: {} }),
	rolesInfo: () => ({ roles: [] }),
	usersInfo: ({ identity }) => ({
		users: [
			{
				_id: `admin.${identity.credentials.user}`,
				user: identity.credentials.user,
				db: "admin",
				roles: [{ role: "root", db: "admin" }]
			}
		]
	}),
	logout: (_engine, _request, client) => {
		client.isAuthenticated = false;
		return {};
	},
	startSession: () => ({ id: { id: newSessionId() }, timeoutMinutes: 30 }),
	refreshSessions: () => ({}),
	killAllSessions: () => ({}),
	fsync: () => ({ numFiles: 1 }),
	getDefaultRWConcern: () => ({
		defaultReadConcern: { level: "local" },
		defaultWriteConcern: { w: "majority", wtimeout: 0 }
	}),
	profile: () => ({ was: 0, slowms: 100, sampleRate: 1 })
};

function newSessionId(): Binary {
	return new Binary(Buffer.from(randomUUID().replaceAll("-", ""), "hex"), Binary.SUBTYPE_UUID);
}

function buildInfo(): Doc {
	return {
		version: VERSION,
		versionArray: [8, 0, 0, 0],
		gitVersion: "lyceum",
		modules: ["lyceum-store"],
		sysInfo: "deprecated",
		openssl: { running: process.versions.openssl },
		bits: 64,
		debug: false,
		maxBsonObjectSize: 16 * 1024 * 1024,
		storageEngines: ["sqlite"],
		javascriptEngine: "none",
		allocator: "system"
	};
}

function serverStatus(engine: Engine): Doc {
	const { rss, heapUsed } = process.memoryUsage();
	return {
		host: hostname(),
		version: VERSION,
		process: "lyceum-store",
		pid: Long.fromNumber(process.pid),
		uptime: Math.round(process.uptime()),
		localTime: new Date(),
		connections: {
			current: engine.clientCount(),
			available: 1000,
			totalCreated: engine.clientTotal()
		},
		mem: {
			bits: 64,
			resident: Math.round(rss / 2 ** 20),
			virtual: Math.round(heapUsed / 2 ** 20),
			supported: true
		},
		repl: {
			setName: REPLICA_SET,
			isWritablePrimary: true,
			hosts: [engine.identity.address],
			me: engine.identity.address
		},
		storageEngine: { name: "sqlite", supportsCommittedReads: true, persistent: true },
		transactions: { currentActive: Long.fromNumber(engine.transactions.size) },
		opcounters: engine.counters,
		metrics: { cursor: { open: { total: engine.host.cursors.size } } }
	};
}

function getParameter(_engine: Engine, { body }: Request): Doc {
	const known: Doc = {
		featureCompatibilityVersion: { version: "8.0" },
		authenticationMechanisms: ["SCRAM-SHA-256"],
		ttlMonitorEnabled: true,
		transactionLifetimeLimitSeconds: 5
	};
	const wanted =
		body.getParameter === "*"
			? Object.keys(known)
			: Object.keys(body).filter(name => name in known);
	if (wanted.length === 0) throw storeError("InvalidOptions", "no option found to get");
	return Object.fromEntries(wanted.map(name => [name, known[name]]));
}

function getLog(_engine: Engine, { body }: Request): Doc {
	if (body.getLog === "*") return { names: ["global", "startupWarnings"] };
	return { totalLinesWritten: 0, log: [] };
}

function replSetGetStatus({ identity }: Engine): Doc {
	return {
		set: REPLICA_SET,
		date: new Date(),
		myState: 1,
		members: [
			{ _id: 0, name: identity.address, health: 1, state: 1, stateStr: "PRIMARY", self: true }
		]
	};
}

/** How much room a collection takes. */
export function collStats(host: ReadHost, { body, db }: Request): Buffer {
	return encode({ ...collectionStats(host, db, collectionName(body)), ok: 1 });
}

/** What collStats answers, also as a pipeline's `$collStats`. */
export function collectionStats({ connection }: ReadHost, db: string, name: string): Doc {
	const collection = connection.catalog.find(db, name);
	const ns = `${db}.${name}`;
	if (!collection)
		return {
			ns,
			size: 0,
			count: 0,
			storageSize: 0,
			nindexes: 0,
			totalIndexSize: 0,
			totalSize: 0,
			indexSizes: {},
			avgObjSize: 0,
			scaleFactor: 1
		};
	const [count, size] = connection.get(
		`SELECT count(*), coalesce(sum(length(doc)), 0) FROM c${collection.id}`
	)! as [number, number];
	const indexSizes = Object.fromEntries(
		collection.indexes.map(index => [
			index.name,
			tableBytes(connection, index.id === 0 ? `c${collection.id}_id` : index.table)
		])
	);
	const totalIndexSize = Object.values(indexSizes).reduce((sum, bytes) => sum + bytes, 0);
	const storageSize = tableBytes(connection, `c${collection.id}`);
	return {
		ns,
		size,
		count,
		avgObjSize: count > 0 ? Math.round(size / count) : 0,
		storageSize,
		nindexes: collection.indexes.length,
		totalIndexSize,
		totalSize: storageSize + totalIndexSize,
		indexSizes,
		capped: false,
		scaleFactor: 1
	};
}

/** How much room a database takes. */
export function dbStats(host: ReadHost, { db }: Request): Buffer {
	const stats = host.connection.catalog
		.list(db)
		.map(collection => collectionStats(host, db, collection.name));
	const sum = (field: string) => stats.reduce((total, one) => total + Number(one[field]), 0);
	const objects = sum("count");
	return encode({
		db,
		collections: stats.length,
		views: 0,
		objects,
		avgObjSize: objects > 0 ? sum("size") / objects : 0,
		dataSize: sum("size"),
		storageSize: sum("storageSize"),
		indexes: sum("nindexes"),
		indexSize: sum("totalIndexSize"),
		totalSize: sum("totalSize"),
		scaleFactor: 1,
		fsUsedSize: fileBytes(host.connection),
		ok: 1
	});
}

function countEntries(connection: Connection, { table }: Index): number {
	return Number(connection.get(`SELECT count(*) FROM ${table}`)![0]);
}

/** Checks a collection: that each document has its entries in each index. */
export function validate({ connection }: ReadHost, { body, db }: Request): Buffer {
	const name = collectionName(body);
	const collection = connection.catalog.find(db, name);
	if (!collection)
		throw storeError(
			"NamespaceNotFound",
			`Collection '${db}.${name}' does not exist to validate.`
		);
	const nrecords = Number(connection.get(`SELECT count(*) FROM c${collection.id}`)![0]);
	const problems = connection
		.all("PRAGMA quick_check")
		.flat()
		.filter(line => line !== "ok")
		.map(String);
	return encode({
		ns: collection.namespace,
		nInvalidDocuments: 0,
		nrecords,
		nIndexes: collection.indexes.length,
		keysPerIndex: Object.fromEntries(
			collection.indexes.map(index => [index.name, countEntries(connection, index)])
		),
		valid: problems.length === 0,
		errors: problems,
		warnings: [],
		ok: 1
	});
}
