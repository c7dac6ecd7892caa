/**
 * The settings of a kernel, read from the environment once and through one schema. Nothing else
 * reads the environment; a bad value is named and stops the start.
 */
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { hostname } from "node:os";
import path from "node:path";
import { readS3Address } from "../files/storage/s3-address.ts";

export interface Config {
	port: number;
	host: string;
	dataDir: string;
	mongoUrl: string | null;
	natsUrl: string | null;
	redisUrl: string | null;
	s3Url: string | null;
	smtpUrl: string | null;
	/** Whom mails come from; null means `no-reply` at the host of `publicUrl`. */
	mailFrom: string | null;
	/** How many days a mail stays in the outbox. */
	mailKeepDays: number;
	/** How many days a notification stays after it was read. */
	notificationKeepDays: number;
	/** How long a user waits for the next mail about notifications. */
	notificationMailMinutes: number;
	adminEmail: string | null;
	adminPassword: string | null;
	logLevel: string;
	/** Where clients reach the kernel; null means the address that it listens on. */
	publicUrl: string | null;
	corsOrigins: string[];
	/** Addresses or networks of the proxies whose `X-Forwarded-For` is believed. */
	trustProxy: string[];
	/** `name@integrity` of each uploaded plugin that may run in process. */
	trustedPlugins: string[];
	/** Private addresses and networks that outgoing calls may reach nevertheless. */
	outgoingPrivate: string[];
	/** After how many days the audit trail forgets; null keeps it for good. */
	auditRetentionDays: number | null;
	rateLimits: boolean;
	/** The folder of the bundled plugins; a test brings its own. */
	pluginsDir: string;
	/** How long a plugin's version may take to start before it is given up. */
	pluginStartSeconds: number;
	/** When the console is built: soon after the start, at the first request for it, or never here. */
	consoleBuild: "start" | "request" | "off";
	/** Reloads a bundled plugin when one of its files is saved. */
	watchPlugins: boolean;
	/** The node's name, which no other node of the cluster has. */
	nodeId: string;
	/** Whether plugins run here; a node without them calls those of others. */
	runPlugins: boolean;
	/** How long a plugin is watched after an upgrade; 0 watches none. */
	upgradeWatchSeconds: number;
	/** How long an upgrade can be taken back: then what only older versions need is removed from documents. */
	rollbackWindowHours: number;
	/** How long one step of a plugin's migration may take. */
	migrationMinutes: number;
	/** How long, and how much of it, a durable stream keeps its messages. */
	streamsMaxDays: number;
	streamsMaxMegabytes: number;
	/** Copies of each stream in a cluster of NATS. */
	natsReplicas: number;
	/** How many days a task is kept once it has ended. */
	tasksKeepDays: number;
	/** After how long without a sign of life a node's tasks are taken up by others. */
	taskLeaseSeconds: number;
	/** How long a task goes on in a version of a plugin that was replaced. */
	taskHandOverSeconds: number;
	/** How many realtime connections one user, and one address, may have open to a node. */
	socketsPerUser: number;
	socketsPerAddress: number;
	/** How often a realtime connection is asked whether it is still there. */
	socketHeartbeatSeconds: number;
	/** How long a file may be, and how much a user may keep, in megabytes. */
	filesMaxMegabytes: number;
	filesQuotaMegabytes: number;
	/** After how long a file that no document refers to is removed; 0 keeps all. */
	filesUnusedHours: number;
	/** After how long without a byte an upload is removed, and a request that sends one is ended. */
	uploadsKeepHours: number;
	uploadsIdleSeconds: number;
}

interface Setting<Value> {
	variable: string;
	fallback: Value;
	/** Reads the text of the variable; returns undefined when it is no such value. */
	read: (text: string) => Value | undefined;
	expected: string;
}

/** A setting that could not be read; its message is one line that names the variable. */
export class ConfigError extends Error {
	override name = "ConfigError";
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace"];

const SETTINGS: { [Key in keyof Config]: Setting<Config[Key]> } = {
	port: {
		variable: "PORT",
		fallback: 3000,
		read: text => (/^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined),
		expected: "a whole number from 0 to 65535 (0 takes a free port)"
	},
	host: text("HOST", "127.0.0.1", /^[\w.:-]+$/, "a host name or an address"),
	dataDir: {
		variable: "DATA_DIR",
		fallback: path.resolve("data"),
		read: text => path.resolve(text),
		expected: "a folder"
	},
	mongoUrl: url("MONGO_URL", ["mongodb:", "mongodb+srv:"]),
	natsUrl: url("NATS_URL", ["nats:", "tls:"]),
	redisUrl: url("REDIS_URL", ["redis:", "rediss:"]),
	s3Url: {
		variable: "S3_URL",
		fallback: null,
		read: text => (readS3Address(text) === null ? undefined : text),
		expected: "https://<key>:<secret>@<host>/<bucket>[/<prefix>][?region=<region>]"
	},
	smtpUrl: url("SMTP_URL", ["smtp:", "smtps:"]),
	mailFrom: optional(
		"MAIL_FROM",
		/^([^\p{Cc}<>@,;:"\\]+ <[^\s\p{Cc}<>@,;]+@[^\s\p{Cc}<>@,;]+>|[^\s\p{Cc}<>@,;]+@[^\s\p{Cc}<>@,;]+)$/u,
		"an address, or a name before one in angle brackets"
	),
	mailKeepDays: {
		variable: "MAIL_KEEP_DAYS",
		fallback: 30,
		read: text => {
			const isWhole = /^\d{1,4}$/.test(text);
			return isWhole && Number(text) > 0 ? Number(text) : undefined;
		},
		expected: "a whole number from 1 to 9999"
	},
	notificationKeepDays: whole("NOTIFICATION_KEEP_DAYS", 30, 3650),
	notificationMailMinutes: whole("NOTIFICATION_MAIL_MINUTES", 15, 1440),
	adminEmail: optional("ADMIN_EMAIL", /^[^\s@]+@[^\s@]+$/, "an e-mail address"),
	adminPassword: optional("ADMIN_PASSWORD", /^.{8,}$/s, "8 characters or more"),
	logLevel: {
		variable: "LOG_LEVEL",
		fallback: "info",
		read: text => (LOG_LEVELS.includes(text) ? text : undefined),
		expected: `one of ${LOG_LEVELS.join(", ")}`
	},
	publicUrl: url("PUBLIC_URL", ["http:", "https:"]),
	corsOrigins: list(
		"CORS_ORIGINS",
		/^(\*|https?:\/\/[^\s/]+)$/,
		"origins such as https://app.example.org, or *"
	),
	trustProxy: list(
		"TRUST_PROXY",
		isNetwork,
		"addresses, networks or loopback, separated by commas"
	),
	trustedPlugins: list(
		"TRUSTED_PLUGINS",
		/^[a-z][a-z0-9-]*@sha512-\S+$/,
		"name@sha512-…, separated by commas"
	),
	outgoingPrivate: list(
		"OUTGOING_PRIVATE",
		isNetwork,
		"addresses, networks or loopback, separated by commas"
	),
	auditRetentionDays: {
		variable: "AUDIT_RETENTION_DAYS",
		fallback: null,
		read: text => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined),
		expected: "a whole number of days from 1 to 99999"
	},
	rateLimits: flag("RATE_LIMITS", true),
	pluginsDir: {
		variable: "PLUGINS_DIR",
		fallback: path.resolve(import.meta.dirname, "../../plugins"),
		read: text => path.resolve(text),
		expected: "a folder"
	},
	pluginStartSeconds: {
		variable: "PLUGIN_START_SECONDS",
		fallback: 15,
		read: text =>
			/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 600
				? Number(text)
				: undefined,
		expected: "a whole number of seconds from 1 to 600"
	},
	consoleBuild: oneOf("CONSOLE_BUILD", ["start", "request", "off"]),
	watchPlugins: flag("WATCH_PLUGINS", false),
	nodeId: {
		variable: "NODE_ID",
		// Drawn anew for each kernel, also for a second one in the same process.
		get fallback() {
			return `${hostname()}-${randomBytes(3).toString("hex")}`;
		},
		read: text => (/^[\w.-]{1,64}$/.test(text) ? text : undefined),
		expected: "up to 64 letters, digits, dots or dashes"
	},
	runPlugins: flag("RUN_PLUGINS", true),
	upgradeWatchSeconds: {
		variable: "UPGRADE_WATCH_SECONDS",
		fallback: 60,
		read: text => (/^\d{1,4}$/.test(text) && Number(text) <= 3600 ? Number(text) : undefined),
		expected: "a whole number from 0 to 3600 (0 watches nothing)"
	},
	rollbackWindowHours: whole("ROLLBACK_WINDOW_HOURS", 24, 8760),
	migrationMinutes: whole("MIGRATION_MINUTES", 30, 1440),
	streamsMaxDays: whole("STREAMS_MAX_DAYS", 7, 3650),
	streamsMaxMegabytes: whole("STREAMS_MAX_MB", 256, 1_000_000),
	natsReplicas: whole("NATS_REPLICAS", 1, 5),
	tasksKeepDays: whole("TASKS_KEEP_DAYS", 7, 3650),
	taskLeaseSeconds: whole("TASK_LEASE_SECONDS", 30, 600),
	taskHandOverSeconds: whole("TASK_HANDOVER_SECONDS", 60, 600),
	socketsPerUser: whole("SOCKETS_PER_USER", 50, 100_000),
	socketsPerAddress: whole("SOCKETS_PER_ADDRESS", 1000, 100_000),
	socketHeartbeatSeconds: whole("SOCKET_HEARTBEAT_SECONDS", 20, 300),
	filesMaxMegabytes: whole("FILES_MAX_MB", 5120, 1_000_000),
	filesQuotaMegabytes: whole("FILES_QUOTA_MB", 10_240, 100_000_000),
	filesUnusedHours: {
		variable: "FILES_UNUSED_HOURS",
		fallback: 168,
		read: text => (/^\d{1,5}$/.test(text) ? Number(text) : undefined),
		expected: "a whole number from 0 to 99999 (0 keeps all)"
	},
	uploadsKeepHours: whole("UPLOADS_KEEP_HOURS", 24, 10_000),
	uploadsIdleSeconds: whole("UPLOADS_IDLE_SECONDS", 30, 300)
};

/** Reads the settings; throws a `ConfigError` that names the first bad one. */
export function readConfig(environment: Record<string, string | undefined>): Config {
	const entries = Object.entries(SETTINGS).map(([key, setting]) => [
		key,
		readSetting(setting as Setting<unknown>, environment)
	]);
	return Object.fromEntries(entries) as Config;
}

function readSetting(
	{ variable, fallback, read, expected }: Setting<unknown>,
	environment: Record<string, string | undefined>
) {
	const given = environment[variable];
	if (given === undefined || given === "") return fallback;
	const value = read(given);
	if (value !== undefined) return value;
	// A URL may hold a password, so that it is named but not repeated.
	const shown = /URL|PASSWORD/.test(variable) ? "another value" : JSON.stringify(given);
	throw new ConfigError(`${variable}: expected ${expected}, got ${shown}`);
}

function text(
	variable: string,
	fallback: string,
	pattern: RegExp,
	expected: string
): Setting<string> {
	return {
		variable,
		fallback,
		read: value => (pattern.test(value) ? value : undefined),
		expected
	};
}

function optional(variable: string, pattern: RegExp, expected: string): Setting<string | null> {
	return {
		variable,
		fallback: null,
		read: value => (pattern.test(value) ? value : undefined),
		expected
	};
}

/** A whole number from 1 on. */
function whole(variable: string, fallback: number, max: number): Setting<number> {
	return {
		variable,
		fallback,
		read: value =>
			/^\d{1,9}$/.test(value) && Number(value) >= 1 && Number(value) <= max
				? Number(value)
				: undefined,
		expected: `a whole number from 1 to ${max}`
	};
}

function flag(variable: string, fallback: boolean): Setting<boolean> {
	const values: Record<string, boolean> = { on: true, off: false };
	return { variable, fallback, read: value => values[value], expected: "on or off" };
}

/** One of several words; the first is the default. */
function oneOf<Word extends string>(variable: string, words: [Word, ...Word[]]): Setting<Word> {
	return {
		variable,
		fallback: words[0],
		read: value => words.find(word => word === value),
		expected: `one of ${words.join(", ")}`
	};
}

function url(variable: string, protocols: string[]): Setting<string | null> {
	return {
		variable,
		fallback: null,
		read: value =>
			URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined,
		expected: `an address that begins with ${protocols.map(protocol => `${protocol}//`).join(" or ")}`
	};
}

function list(
	variable: string,
	pattern: RegExp | ((entry: string) => boolean),
	expected: string
): Setting<string[]> {
	const isOne = typeof pattern === "function" ? pattern : (entry: string) => pattern.test(entry);
	return {
		variable,
		fallback: [],
		read: value => {
			const entries = value.split(",").map(entry => entry.trim());
			return entries.every(isOne) ? entries : undefined;
		},
		expected
	};
}

/** An address, a network such as 10.0.0.0/8, or `loopback`. */
function isNetwork(text: string): boolean {
	if (text === "loopback") return true;
	const [address = "", bits, ...rest] = text.split("/");
	const version = isIP(address);
	if (version === 0 || rest.length > 0) return false;
	return (
		bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
	);
}
