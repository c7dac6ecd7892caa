/** Everything that a plugin may import: `import { … } from "lyceum"`. */
export {
	abilityOf,
	defineAbilities,
	isAllowed,
	requireAbility,
	visibleTo,
	type Ability,
	type AbilityRule,
	type AbilityRules,
	type Query
} from "./ability.ts";
export { listOf, objectOf, orNull, pageOf } from "./answers.ts";
export { collection } from "./collection/collection.mixin.ts";
export type {
	CollectionMethods,
	CollectionOptions,
	CollectionService,
	CommittedChange,
	PrepareContext,
	StoredDocument
} from "./collection/target.ts";
export { defineConsole, definePage, type ConsoleHints, type ConsolePage } from "./console.ts";
export type {
	ActingPlugin,
	Caller,
	Change,
	Client,
	Ctx,
	DocumentWrite,
	Kernel,
	LyceumBroker,
	Meta,
	OutgoingInit
} from "./context.ts";
export {
	defineMixin,
	type Action,
	type ActionLimit,
	type Can,
	type CollectionDescription,
	type LyceumSchema,
	type Release,
	type RestObject,
	type Returns,
	type ServiceDefinition,
	type ServiceMembers
} from "./declarations.ts";
export { definePlugin, defineService } from "./define.ts";
export { disposable } from "./disposable.mixin.ts";
export {
	accessErrors,
	defineErrors,
	documentErrors,
	hasType,
	requestErrors,
	type InputProblem
} from "./errors.ts";
export { defineEvent, type EventDefinition } from "./events.ts";
export {
	askHook,
	defineHook,
	type HookAnswer,
	type HookDefinition,
	type HookHandlers
} from "./hooks.ts";
export { sanitizeHtml } from "./html.ts";
export {
	accepted,
	acceptedTask,
	defineJob,
	enqueue,
	enqueueBatch,
	jobOf,
	startTask,
	TASK_STATES,
	type Accepted,
	type EnqueueOptions,
	type JobCtx,
	type JobDefinition,
	type JobOptions,
	type NewBatch,
	type NewTask,
	type QueuedTask,
	type ScheduleDefinition,
	type TaskState
} from "./jobs.ts";
export type { FieldOptions, JsonSchema } from "./json-schema.ts";
export {
	defineMigration,
	type DocumentChange,
	type Migration,
	type MigrationContext,
	type MigrationStep,
	type Put,
	type ReadableCollection,
	type StoredAny,
	type WalkOptions
} from "./migrations.ts";
export { fileReference } from "./file-reference.ts";
export { saveFile, type NewFile } from "./files.ts";
export { defineModel, newId, type ModelDefinition, type Stored } from "./model.ts";
export {
	CHANNELS,
	defineNotification,
	notify,
	type About,
	type Channel,
	type Channels,
	type NewNotification,
	type Notice,
	type NotificationKind
} from "./notifications.ts";
export { checkFile, type CheckedFile, type SentFile } from "./uploads.ts";
export { Schema } from "mongoose";
export {
	CHAT_MESSAGE_POSTED,
	CHAT_SESSION_ENDED,
	PROGRESS_CHANGED,
	STUDENT_ACTIVITY_RECORDED,
	SUBMISSION_EVALUATED,
	SUBMISSION_RECEIVED,
	SYSTEM_EVENT_RECORDED,
	type ChatMessagePosted,
	type ChatSessionEnded,
	type ProgressChanged,
	type StudentActivity,
	type SubmissionEvaluated,
	type SubmissionReceived,
	type SystemEvent
} from "./stream-messages.ts";
export {
	defineMessage,
	publish,
	type MessageDefinition,
	type OutgoingMessage,
	type RetryPolicy,
	type StreamConsumer,
	type StreamMessage
} from "./streams.ts";
