/** What the parts of the gateway share. */
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import type { Logger } from "pino";
import type { LyceumBroker } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import type { AccessLog } from "./access-log.ts";
import type { Idempotency } from "./idempotency.ts";
import type { RouteTable } from "./route-table.ts";

/** `table` is swapped as a whole when routes change. */
export interface Gateway {
	broker: LyceumBroker;
	runtime: Runtime;
	table: RouteTable;
	idempotency: Idempotency;
	accessLog: AccessLog;
	logger: Logger;
	securityHeaders: OutgoingHttpHeaders;
	addressOf: (request: IncomingMessage) => string;
	draining: boolean;
}
