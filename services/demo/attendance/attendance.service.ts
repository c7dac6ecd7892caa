/**
 * Attendance: who was in which lesson. It shows what a plugin can be made of, and what it looks like when parts
 * of it fail: the school's register never answers, and a visit that is too long becomes a dead letter.
 */
import {
	acceptedTask,
	collection,
	defineAbilities,
	defineConsole,
	defineJob,
	defineModel,
	definePlugin,
	jobOf,
	publish,
	Schema,
	startTask,
	STUDENT_ACTIVITY_RECORDED,
	type Ctx,
	type ServiceMembers,
	type StreamMessage,
	type StudentActivity
} from "lyceum";

interface VisitFields {
	studentId: string;
	lesson: string;
	minutes: number;
	startedAt: Date;
}

interface Settings {
	lessonMinutes: number;
}

const Visit = defineModel<VisitFields>(
	"LessonVisit",
	new Schema<VisitFields>({
		studentId: {
			type: String,
			required: true,
			reference: "users",
			description: "Who was there",
			example: "65f0c0ffee65f0c0ffee65f0"
		},
		lesson: {
			type: String,
			required: true,
			maxlength: 120,
			description: "Which lesson it was",
			example: "Python, Monday"
		},
		minutes: {
			type: Number,
			required: true,
			min: 1,
			max: 1000,
			integer: true,
			description: "For how long",
			example: 85
		},
		startedAt: { type: Date, required: true, description: "From when on" }
	})
);

const SUMMARY = defineJob<{ seconds: number }>("attendance.summary", {
	description: "Counts the visits of each lesson, slowly enough to be watched",
	action: "countVisits",
	payload: {
		type: "object",
		properties: { seconds: { type: "integer", minimum: 0, maximum: 3600, examples: [60] } },
		required: ["seconds"],
		additionalProperties: false
	},
	retry: { delaysMs: [] },
	concurrency: 2
});

const REGISTER = defineJob<object>("attendance.register", {
	description: "Sends the visits to the school's register",
	action: "sendToRegister",
	payload: { type: "object", additionalProperties: false },
	retry: { delaysMs: [] }
});

const visits = collection(Visit);
const { create } = visits.actions;

export default definePlugin<object, Settings>({
	name: "attendance",
	path: "/attendance",
	mixins: [visits],
	publishes: [STUDENT_ACTIVITY_RECORDED],
	jobs: [SUMMARY, REGISTER],
	schedules: [{ name: "attendance.nightly-register", cron: "30 2 * * *", job: REGISTER }],
	abilities: defineAbilities({
		teacher: [{ action: ["read", "create", "update", "delete"], subject: "LessonVisit" }],
		student: [
			{ action: "read", subject: "LessonVisit", conditions: { studentId: "${user.id}" } }
		]
	}),
	console: [
		defineConsole({
			collection: "lessonVisits",
			label: "Attendance",
			singular: "Visit",
			icon: "event",
			title: "lesson",
			list: ["lesson", "studentId", "minutes", "startedAt"],
			form: ["lesson", "studentId", "minutes", "startedAt"],
			filters: ["lesson", "studentId", "startedAt"],
			labels: { studentId: "Student", startedAt: "From" }
		})
	],

	streams: {
		"student-events": {
			retry: { delaysMs: [] },
			handler(this: ServiceMembers<Settings>, message: StreamMessage<StudentActivity>): void {
				const minutes = Number(message.payload.details?.minutes ?? 0);
				if (minutes <= this.settings.lessonMinutes) return;
				const limit = `a lesson has ${this.settings.lessonMinutes}`;
				throw new Error(`A visit of ${minutes} minutes cannot be counted: ${limit}`);
			}
		}
	},

	actions: {
		create: {
			...create,
			handler(ctx: Ctx<never>): Promise<unknown> {
				return this.broker.kernel.transaction(async () => {
					const visit = (await create.handler.call(this, ctx)) as VisitFields & {
						id: string;
					};
					await publish(ctx, STUDENT_ACTIVITY_RECORDED, visit.studentId, {
						studentId: visit.studentId,
						activity: "attended",
						collection: "lessonVisits",
						documentId: visit.id,
						details: { minutes: visit.minutes }
					});
					return visit;
				});
			}
		},

		summarize: {
			rest: "POST /summary",
			can: "create",
			params: { seconds: { type: "number", integer: true, min: 0, max: 3600, default: 60 } },
			summary: "Count the visits of each lesson, in the background",
			returns: acceptedTask,
			handler(ctx: Ctx<{ seconds: number }>) {
				return startTask(ctx, SUMMARY, { seconds: ctx.params.seconds });
			}
		},

		register: {
			rest: "POST /register",
			can: "create",
			params: {},
			summary: "Send the visits to the school's register, in the background",
			returns: acceptedTask,
			handler(ctx: Ctx) {
				return startTask(ctx, REGISTER, {});
			}
		},

		/** The work of the job `attendance.summary`. */
		countVisits: {
			visibility: "private",
			async handler(ctx: Ctx<{ seconds: number }>) {
				const { params, progress, signal } = jobOf(ctx);
				for (let second = 0; second < params.seconds && !signal.aborted; second++) {
					progress(second / params.seconds, `lesson ${second + 1} of ${params.seconds}`);
					await new Promise(resolve => setTimeout(resolve, 1000));
				}
				signal.throwIfAborted();
				return { visits: await this.model(Visit).countDocuments() };
			}
		},

		/** The work of the job `attendance.register`. */
		sendToRegister: {
			visibility: "private",
			handler(ctx: Ctx<object>) {
				jobOf(ctx).progress(0.1, "asking register.school.example");
				this.logger.warn("The school's register does not answer: register.school.example");
				throw new Error("The school's register does not answer: register.school.example");
			}
		}
	}
});
