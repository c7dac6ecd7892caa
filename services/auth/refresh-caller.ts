/**
 * What a caller that was let in earlier may do now: for connections, which outlive the token that opened
 * them. It asks the store, because whoever asks has just heard that something changed.
 */
import type { Caller } from "../../mixins/index.ts";
import type { RefreshCaller } from "../kernel/runtime.ts";
import { ADMINISTRATOR_ROLE } from "../users/roles.ts";
import type { Accounts } from "./accounts.ts";
import type { ApiKeys } from "./api-keys.ts";
import type { Sessions } from "./sessions.ts";

interface Sources {
	accounts: Pick<Accounts, "standingOf">;
	apiKeys: Pick<ApiKeys, "isGood">;
	sessions: Pick<Sessions, "view">;
}

export function createRefreshCaller({ accounts, apiKeys, sessions }: Sources): RefreshCaller {
	const isCredentialGood = async ({ kind, credentialId }: Caller) => {
		if (credentialId === undefined) return false;
		if (kind === "apiKey") return apiKeys.isGood(credentialId);
		return (await sessions.view(credentialId)) !== null;
	};

	const isViewerGood = async ({ viewedBy }: Caller) => {
		if (viewedBy === undefined) return true;
		return (await accounts.standingOf(viewedBy))?.roles.includes(ADMINISTRATOR_ROLE) ?? false;
	};

	return async caller => {
		if (caller.id === null) return caller;
		const [standing, isGood, isViewed] = await Promise.all([
			accounts.standingOf(caller.id),
			isCredentialGood(caller),
			isViewerGood(caller)
		]);
		if (standing === null || !isGood || !isViewed) return null;
		const plan = caller.viewedBy === undefined ? standing.plan : caller.plan;
		return { ...caller, roles: standing.roles, plan };
	};
}
