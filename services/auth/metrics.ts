/** What is counted of sign-ins. */
import type { ServiceBroker } from "moleculer";
import { hasType } from "../../mixins/index.ts";

export const LOGINS = "auth_login_total";
export const LOCKOUTS = "auth_account_lockouts_total";

export function registerMetrics(metrics: ServiceBroker["metrics"]): void {
	metrics.register({
		name: LOGINS,
		type: "counter",
		labelNames: ["status"],
		description: "Tries to sign in"
	});
	metrics.register({
		name: LOCKOUTS,
		type: "counter",
		description: "Lock-outs after too many wrong tries"
	});
}

/** Locked out, asked for a second factor, refused for lack of time, or wrong. */
export function loginStatusOf(error: unknown): string {
	if (hasType(error, "AUTH_LOCKED")) return "locked";
	if (hasType(error, "otp_required")) return "otp_required";
	return hasType(error, "AUTH_BUSY") ? "busy" : "failure";
}
