/**
 * What callers that were let in earlier may do now: for connections, which outlive the token that opened
 * them. It asks the store, because whoever asks has just heard that something changed, and for all at once:
 * each user and each credential is read once, however many connections it has.
 */
import type { Caller } from "../../mixins/index.ts";
import type { RefreshCallers } from "../kernel/runtime.ts";
import { ADMINISTRATOR_ROLE } from "../users/roles.ts";
import type { Accounts, Standing } from "./accounts.ts";
import type { ApiKeys } from "./api-keys.ts";
import type { Sessions } from "./sessions.ts";

interface Sources {
	accounts: Pick<Accounts, "standingsOf">;
	apiKeys: Pick<ApiKeys, "goodOf">;
	sessions: Pick<Sessions, "openOf">;
}

export function createRefreshCallers({ accounts, apiKeys, sessions }: Sources): RefreshCallers {
	return async callers => {
		const isByKey = ({ kind }: Caller) => kind === "apiKey";
		const [standings, openSessions, goodKeys] = await Promise.all([
			readOnce(
				usersOf(callers),
				ids => accounts.standingsOf(ids),
				new Map<string, Standing>()
			),
			readOnce(
				credentialsOf(callers.filter(caller => !isByKey(caller))),
				ids => sessions.openOf(ids),
				new Set<string>()
			),
			readOnce(
				credentialsOf(callers.filter(isByKey)),
				ids => apiKeys.goodOf(ids),
				new Set<string>()
			)
		]);

		const isCredentialGood = (caller: Caller) =>
			caller.credentialId !== undefined &&
			(isByKey(caller) ? goodKeys : openSessions).has(caller.credentialId);
		const isViewerGood = ({ viewedBy }: Caller) =>
			viewedBy === undefined ||
			standings.get(viewedBy)?.roles.includes(ADMINISTRATOR_ROLE) === true;

		return callers.map(caller => {
			if (caller.id === null) return caller;
			const standing = standings.get(caller.id);
			if (!standing || !isCredentialGood(caller) || !isViewerGood(caller)) return null;
			const plan = caller.viewedBy === undefined ? standing.plan : caller.plan;
			return { ...caller, roles: standing.roles, plan };
		});
	};
}

function usersOf(callers: Caller[]) {
	return callers.flatMap(({ id, viewedBy }) => [id, viewedBy]);
}

function credentialsOf(callers: Caller[]) {
	return callers.map(({ credentialId }) => credentialId);
}

/** Asks the store for each id once, and not at all for none. */
async function readOnce<Found>(
	ids: (string | null | undefined)[],
	read: (ids: string[]) => Promise<Found>,
	nothing: Found
): Promise<Found> {
	const known = [...new Set(ids.filter(id => typeof id === "string"))];
	return known.length === 0 ? nothing : read(known);
}
