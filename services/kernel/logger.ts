/** Logs: JSON lines on standard error, so that standard output stays for what people are told. */
import { pino, type DestinationStream, type LogFn, type Logger, type LoggerOptions } from "pino";

const standardError = pino.destination({ dest: 2, sync: true });
// A log that cannot be written, e.g. on a full disk, must not end what it tells of.
standardError.on("error", () => undefined);

/** Where the lines of one kernel go: to standard error, and to whoever keeps them. */
export function logDestination(keep: (line: string) => void): DestinationStream {
	return {
		write(line) {
			keep(line);
			standardError.write(line);
		}
	};
}

/** Secrets by the names that they travel under. */
const SECRETS = [
	"password",
	"newPassword",
	"currentPassword",
	"token",
	"refresh_token",
	"access_token",
	"authorization",
	"cookie",
	"secret",
	"key",
	"otp"
];

export function pinoOptions(level: string): LoggerOptions {
	return {
		level,
		timestamp: pino.stdTimeFunctions.isoTime,
		formatters: { level: label => ({ level: label }) },
		hooks: { logMethod: withError },
		redact: { paths: SECRETS.flatMap(name => [name, `*.${name}`]), censor: "[redacted]" }
	};
}

/** Moleculer's way to log an error is `(text, error)`, of which pino by itself writes the text alone. */
function withError(this: Logger, args: Parameters<LogFn>, log: LogFn): void {
	const [text, error] = args as unknown[];
	if (typeof text === "string" && error instanceof Error) log.call(this, { err: error }, text);
	else log.apply(this, args);
}

export function createLogger(level: string, destination: DestinationStream): Logger {
	return pino(pinoOptions(level), destination);
}
