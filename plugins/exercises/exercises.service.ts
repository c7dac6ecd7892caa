/**
 * Exercises: coding tasks with test cases, hints and a solution.
 * Promises that a student never sees a solution, a hidden test case, or a hint that was not released,
 * and that no hint is skipped or given twice, also when a user asks for two at once.
 */
import {
	abilityOf,
	acceptedTask,
	accessErrors,
	collection,
	definePlugin,
	documentErrors,
	isAllowed,
	jobOf,
	startTask,
	visibleTo,
	type Accepted,
	type Ctx,
	type Stored
} from "lyceum";
import { abilities } from "./abilities.ts";
import { CHECK, checkAll, WEEKLY_CHECK, type CheckResult } from "./check.ts";
import { openToGuests } from "./catalogue.ts";
import { exerciseScreens } from "./console.ts";
import { HINT_RELEASED } from "./events.ts";
import { Exercise } from "./exercise.model.ts";
import { HintRelease } from "./hint-release.model.ts";
import { hintPage, releasedHint } from "./hints.schema.ts";
import { countRemaining, shownHints, type HintPage } from "./hints.ts";
import { prepareExercise } from "./prepare.ts";
import { releaseHint, releasesTo, type ReleasedHint } from "./release-hint.ts";
import type { Settings } from "./settings.ts";

interface ListHints {
	id: string;
	page: number;
	pageSize: number;
}

interface ExercisesMethods {
	/** The exercise as it is stored, if the caller may read it. */
	findReadable(ctx: Ctx<unknown>, id: string): Promise<Exercise & Stored>;
}

const exercises = collection(Exercise, {
	owner: "authorId",
	prepare: prepareExercise,
	seed: new URL("./seed.json", import.meta.url)
});
const { list, count, get, history } = exercises.actions;

const id = { type: "string", max: 64 } as const;

export default definePlugin<ExercisesMethods, Settings>({
	name: "exercises",
	mixins: [exercises],
	abilities,
	emits: [HINT_RELEASED],
	jobs: [CHECK],
	schedules: [WEEKLY_CHECK],
	console: [exerciseScreens],

	actions: {
		list: openToGuests(list),
		count: openToGuests(count),
		get: openToGuests(get),

		history: {
			...history,
			// Earlier versions may show a test case that is hidden now: they are for those who write exercises.
			can: "update"
		},

		check: {
			rest: "POST /check",
			can: "update",
			params: {},
			summary: "Look for exercises that are not complete, in the background",
			description:
				"The task's result names each exercise that lacks a solution, test cases, a hidden one, or hints, and each whose starter code is the solution.",
			returns: acceptedTask,
			handler(ctx: Ctx): Promise<Accepted> {
				return startTask(ctx, CHECK, {});
			}
		},

		/** The work of the job `exercises.check`. */
		checkAll: {
			visibility: "private",
			handler(ctx: Ctx<object>): Promise<CheckResult> {
				return checkAll(this, jobOf(ctx));
			}
		},

		hints: {
			rest: "GET /:id/hints",
			can: { action: "read", subject: "HintRelease" },
			params: {
				id,
				page: { type: "number", integer: true, min: 1, default: 1, convert: true },
				pageSize: {
					type: "number",
					integer: true,
					min: 1,
					max: 100,
					default: 25,
					convert: true
				}
			},
			summary: "List the hints of an exercise that the caller was given",
			description: "Teachers and administrators are shown all hints.",
			paged: true,
			returns: hintPage,
			async handler(ctx: Ctx<ListHints>): Promise<HintPage> {
				const { page, pageSize } = ctx.params;
				const exercise = await this.findReadable(ctx, ctx.params.id);
				const releases = await releasesTo(this, userIdOf(ctx), exercise._id);
				const all = isAllowed(abilityOf(ctx), "read", "Exercise", exercise, "hints");
				const shown = shownHints(exercise.hints, releases, all);
				const start = (page - 1) * pageSize;
				return {
					data: shown.slice(start, start + pageSize),
					page,
					pageSize,
					total: shown.length,
					remaining: countRemaining(exercise.hints, releases)
				};
			}
		},

		releaseHint: {
			rest: "POST /:id/hints",
			can: { action: "create", subject: "HintRelease" },
			params: { id },
			summary: "Give the caller the next hint of an exercise",
			description:
				"Each user gets each hint once, in their order: 409 with the code EXERCISES_NO_HINT_LEFT after the last one, 429 with EXERCISES_HINT_TOO_SOON and Retry-After before the delay between hints has passed.",
			returns: releasedHint,
			async handler(ctx: Ctx<{ id: string }>): Promise<ReleasedHint> {
				const exercise = await this.findReadable(ctx, ctx.params.id);
				return releaseHint(this, ctx, userIdOf(ctx), exercise);
			}
		}
	},

	methods: {
		async findReadable(ctx: Ctx<unknown>, exerciseId: string): Promise<Exercise & Stored> {
			const readable = visibleTo(ctx, "read", "Exercise");
			const exercise = await this.model(Exercise)
				.findOne({ $and: [{ _id: exerciseId }, readable] })
				.lean<Exercise & Stored>();
			if (!exercise) throw documentErrors.NOT_FOUND({ subject: "Exercise", id: exerciseId });
			return exercise;
		}
	},

	async started() {
		await this.model(HintRelease).createIndexes();
	}
});

/** Hints are given to somebody: a call of the system itself has nobody to give them to. */
function userIdOf(ctx: Ctx<unknown>): string {
	const userId = ctx.meta.caller?.id;
	if (!userId) throw accessErrors.UNAUTHENTICATED({});
	return userId;
}
