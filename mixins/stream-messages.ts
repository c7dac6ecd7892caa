/** The kernel's own streams and the messages on them, for every plugin to publish and to consume. */
import type { JsonSchema } from "./json-schema.ts";
import { defineMessage, type MessageDefinition } from "./streams.ts";

const id: JsonSchema = { type: "string", examples: ["65f0c0ffee65f0c0ffee65f0"] };
const count: JsonSchema = { type: "integer", minimum: 0, examples: [1] };
const share: JsonSchema = { type: "number", minimum: 0, maximum: 100, examples: [85] };

function allOf(properties: Record<string, JsonSchema>, optional: string[] = []): JsonSchema {
	const required = Object.keys(properties).filter(name => !optional.includes(name));
	return { type: "object", properties, required, additionalProperties: false };
}

export interface StudentActivity {
	studentId: string;
	/** What was done: `opened`, `hint-used`, `finished`. */
	activity: string;
	/** What it was done with. */
	collection: string;
	documentId: string;
	details?: Record<string, unknown>;
}

export const STUDENT_ACTIVITY_RECORDED = defineMessage<StudentActivity>(
	"student-events",
	"activity-recorded",
	"A student did something; the key is the student's id",
	allOf(
		{
			studentId: id,
			activity: { type: "string", minLength: 1, maxLength: 64, examples: ["hint-used"] },
			collection: { type: "string", examples: ["exercises"] },
			documentId: id,
			details: { type: "object", examples: [{ index: 0 }] }
		},
		["details"]
	)
);

export interface SubmissionReceived {
	submissionId: string;
	exerciseId: string;
	studentId: string;
	language: string;
	attempt: number;
}

export const SUBMISSION_RECEIVED = defineMessage<SubmissionReceived>(
	"exercise-submissions",
	"received",
	"A student handed in a solution; the key is the student's id",
	allOf({
		submissionId: id,
		exerciseId: id,
		studentId: id,
		language: { type: "string", examples: ["python"] },
		attempt: count
	})
);

export interface SubmissionEvaluated {
	submissionId: string;
	exerciseId: string;
	studentId: string;
	status: string;
	score: number;
	attempt: number;
}

export const SUBMISSION_EVALUATED = defineMessage<SubmissionEvaluated>(
	"exercise-submissions",
	"evaluated",
	"A solution was run or graded; the key is the student's id",
	allOf({
		submissionId: id,
		exerciseId: id,
		studentId: id,
		status: { type: "string", examples: ["passed"] },
		score: share,
		attempt: count
	})
);

export interface ProgressChanged {
	studentId: string;
	exerciseId: string;
	status: string;
	attempts: number;
	bestScore: number;
	mastery: number;
}

export const PROGRESS_CHANGED = defineMessage<ProgressChanged>(
	"progress-updates",
	"changed",
	"A student's progress with an exercise changed; the key is the student's id",
	allOf({
		studentId: id,
		exerciseId: id,
		status: { type: "string", examples: ["completed"] },
		attempts: count,
		bestScore: share,
		mastery: { type: "number", minimum: 0, maximum: 1, examples: [0.8] }
	})
);

export interface ChatMessagePosted {
	sessionId: string;
	messageId: string;
	role: string;
	agentType?: string;
}

export const CHAT_MESSAGE_POSTED = defineMessage<ChatMessagePosted>(
	"chat-messages",
	"posted",
	"Somebody, or an agent, wrote in a chat; the key is the session's id",
	allOf(
		{
			sessionId: id,
			messageId: id,
			role: { type: "string", examples: ["user"] },
			agentType: { type: "string", examples: ["tutor"] }
		},
		["agentType"]
	)
);

export interface ChatSessionEnded {
	sessionId: string;
	studentId: string;
}

export const CHAT_SESSION_ENDED = defineMessage<ChatSessionEnded>(
	"chat-messages",
	"session-ended",
	"A chat was ended; the key is the session's id",
	allOf({ sessionId: id, studentId: id })
);

export interface SystemEvent {
	eventType: string;
	component: string;
	severity: "info" | "warning" | "error";
	details: Record<string, unknown>;
}

export const SYSTEM_EVENT_RECORDED = defineMessage<SystemEvent>(
	"system-events",
	"recorded",
	"Something happened to the system itself, such as a plugin that started or a request that was refused",
	allOf({
		eventType: { type: "string", examples: ["plugins.plugin.started"] },
		component: { type: "string", examples: ["plugins"] },
		severity: { type: "string", enum: ["info", "warning", "error"] },
		details: { type: "object", examples: [{ name: "exercises", version: "1.0.0" }] }
	})
);

/** The kernel's streams with what each is for. */
export const KERNEL_STREAMS: Readonly<Record<string, string>> = Object.freeze({
	"student-events": "What students do, by student",
	"exercise-submissions": "Solutions that were handed in and what came of them, by student",
	"progress-updates": "How students get on, by student",
	"chat-messages": "What is written in chats, by session",
	"system-events": "What happens to the system: plugins, refusals"
});

export const KERNEL_MESSAGES: readonly MessageDefinition[] = Object.freeze([
	STUDENT_ACTIVITY_RECORDED,
	SUBMISSION_RECEIVED,
	SUBMISSION_EVALUATED,
	PROGRESS_CHANGED,
	CHAT_MESSAGE_POSTED,
	CHAT_SESSION_ENDED,
	SYSTEM_EVENT_RECORDED
]);
