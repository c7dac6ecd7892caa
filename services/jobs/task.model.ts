/** One piece of background work: what was asked for, how far it is, and what came of it. */
import { Schema } from "mongoose";
import { defineModel, TASK_STATES, type Stored, type TaskState } from "../../mixins/index.ts";

export interface TaskError {
	code: string;
	message: string;
}

export interface TaskFields {
	job: string;
	state: TaskState;
	progress: number;
	message?: string;
	attempts: number;
	priority: number;
	runAt: Date;
	batchId?: string;
	/** How many tasks a batch has; only the one that stands for all of them has it. */
	members?: number;
	result?: unknown;
	error?: TaskError;
	askedBy: string | null;
	requestId: string | null;
	startedAt?: Date;
	finishedAt?: Date;
	expiresAt?: Date;
	/** Where it runs, or ran last. */
	nodeId?: string;
	payload: unknown;
	checkpoint?: unknown;
	key?: string;
	attemptsAllowed: number;
	keepMs: number;
	/** Raised whenever it is queued, so that what was told of an earlier time moves nothing. */
	turn: number;
	/** Names the attempt that is being made: what another one writes is not taken. */
	lease?: string;
	leaseUntil?: Date;
}

export type TaskDocument = TaskFields & Stored;

export const MAX_MESSAGE_LENGTH = 500;

const errorSchema = new Schema<TaskError>({
	code: {
		type: String,
		required: true,
		description: "What kind of error",
		example: "JOBS_TIMEOUT"
	},
	message: {
		type: String,
		required: true,
		description: "What went wrong",
		example: "It took longer than 60 s"
	}
});

const schema = new Schema<TaskFields>({
	job: {
		type: String,
		required: true,
		readOnly: true,
		description: "What kind of work it is",
		example: "exercises.check-solutions"
	},
	state: {
		type: String,
		required: true,
		readOnly: true,
		enum: TASK_STATES,
		description: "`queued` also while it waits for its next attempt"
	},
	progress: {
		type: Number,
		required: true,
		readOnly: true,
		min: 0,
		max: 1,
		description: "How far it is",
		example: 0.5
	},
	message: {
		type: String,
		readOnly: true,
		maxlength: MAX_MESSAGE_LENGTH,
		description: "What it is doing",
		example: "12 of 24 exercises"
	},
	attempts: {
		type: Number,
		integer: true,
		required: true,
		readOnly: true,
		description: "How often it was begun",
		example: 1
	},
	priority: {
		type: Number,
		integer: true,
		required: true,
		readOnly: true,
		min: 0,
		max: 9,
		description: "The higher goes first",
		example: 0
	},
	runAt: { type: Date, required: true, readOnly: true, description: "When it may be begun" },
	batchId: { type: String, readOnly: true, description: "The task that stands for its batch" },
	members: {
		type: Number,
		integer: true,
		readOnly: true,
		description: "How many tasks it stands for; absent for one that is no batch",
		example: 24
	},
	result: { type: Schema.Types.Mixed, readOnly: true, description: "What came of it" },
	error: {
		type: errorSchema,
		readOnly: true,
		description: "Why it failed, or why its last attempt did"
	},
	askedBy: {
		type: String,
		readOnly: true,
		nullable: true,
		reference: "users",
		description: "Who asked for it; null for what the system does by itself"
	},
	requestId: {
		type: String,
		readOnly: true,
		nullable: true,
		description: "The request that asked for it"
	},
	startedAt: { type: Date, readOnly: true, description: "When its last attempt began" },
	finishedAt: { type: Date, readOnly: true, description: "When it ended" },
	expiresAt: { type: Date, readOnly: true, description: "When it is removed" },
	nodeId: { type: String, readOnly: true, description: "Where it ran last" },
	payload: { type: Schema.Types.Mixed, private: true },
	checkpoint: { type: Schema.Types.Mixed, private: true },
	key: { type: String, private: true },
	attemptsAllowed: { type: Number, private: true },
	keepMs: { type: Number, private: true },
	turn: { type: Number, private: true },
	lease: { type: String, private: true },
	leaseUntil: { type: Date, private: true }
});

schema.index({ state: 1, job: 1, priority: -1, runAt: 1, _id: 1 });
schema.index({ state: 1, leaseUntil: 1 });
schema.index({ askedBy: 1, createdAt: -1 });
schema.index({ batchId: 1, state: 1 });
schema.index({ key: 1 }, { unique: true, sparse: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Task = defineModel<TaskFields>("Task", schema);
