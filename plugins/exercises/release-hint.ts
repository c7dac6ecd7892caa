/** Gives a user the next hint of an exercise: each once, in their order, however many ask at once. */
import type { Ctx, ServiceMembers, Stored } from "lyceum";
import { errors } from "./errors.ts";
import { HINT_RELEASED, type HintReleased } from "./events.ts";
import type { Exercise } from "./exercise.model.ts";
import { HintRelease } from "./hint-release.model.ts";
import { countRemaining, secondsToWait, type Release } from "./hints.ts";
import type { Settings } from "./settings.ts";

type Service = ServiceMembers<Settings>;

export interface ReleasedHint {
	index: number;
	hint: string;
	remaining: number;
}

/** MongoDB's error code of a violated unique index. */
const DUPLICATE_KEY = 11000;

/** The hints of an exercise that a user was given, in their order. */
export function releasesTo(
	service: Service,
	userId: string,
	exerciseId: string
): Promise<Release[]> {
	return service
		.model(HintRelease)
		.find({ userId, exerciseId }, { index: 1, createdAt: 1 }, { sort: { index: 1 } })
		.lean<Release[]>();
}

/**
 * Releases the next hint; throws `EXERCISES_NO_HINT_LEFT` after the last one, and
 * `EXERCISES_HINT_TOO_SOON` before the delay has passed.
 */
export async function releaseHint(
	service: Service,
	ctx: Ctx<unknown>,
	userId: string,
	exercise: Exercise & Stored
): Promise<ReleasedHint> {
	let released: ReleasedHint | null;
	// It ends: each miss means that another request has taken a hint, and there are only so many.
	do {
		const releases = await releasesTo(service, userId, exercise._id);
		requireNext(exercise, releases, service.settings.hintDelaySeconds);
		released = await store(service, ctx, userId, exercise, releases);
	} while (!released);
	return released;
}

function requireNext({ _id: id, hints }: Exercise & Stored, releases: Release[], delay: number) {
	if (releases.length >= hints.length) throw errors.NO_HINT_LEFT({ id, total: hints.length });
	const retryAfterSeconds = secondsToWait(releases.at(-1), delay, new Date());
	if (retryAfterSeconds > 0) throw errors.HINT_TOO_SOON({ retryAfterSeconds });
}

/** Stores the release of the hint that comes next; null when another request has done so meanwhile. */
async function store(
	service: Service,
	ctx: Ctx<unknown>,
	userId: string,
	{ _id: exerciseId, hints }: Exercise & Stored,
	releases: Release[]
): Promise<ReleasedHint | null> {
	const { kernel } = service.broker;
	const index = releases.length;
	const remaining = countRemaining(hints, releases) - 1;
	const answer = { index, hint: hints[index]!, remaining };
	try {
		await kernel.transaction(async session => {
			await service.model(HintRelease).create([{ exerciseId, userId, index }], { session });
			await kernel.keepAnswer(ctx, answer, session);
			kernel.afterCommit(() => announce(service, ctx, { exerciseId, userId, index }));
		});
		return answer;
	} catch (error) {
		if ((error as { code?: unknown }).code === DUPLICATE_KEY) return null;
		throw error;
	}
}

function announce(service: Service, ctx: Ctx<unknown>, payload: HintReleased) {
	ctx.emit(HINT_RELEASED.name, payload).catch(error =>
		service.logger.error(`The event ${HINT_RELEASED.name} was not sent`, error)
	);
}
