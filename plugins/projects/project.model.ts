/** A project: what it is, when it happens, whose it is and who takes part. */
import { defineModel, Schema } from "lyceum";

export const STATUSES = ["planned", "active", "done", "archived"] as const;
export type Status = (typeof STATUSES)[number];

/** A viewer reads, an editor also changes the content, a manager also the members. */
export const ROLES = ["viewer", "editor", "manager"] as const;
export type Role = (typeof ROLES)[number];

/** As many as one request can look up. */
const MAX_MEMBERS = 100;

export interface Member {
	userId: string;
	role: Role;
}

export interface ProjectFields {
	name: string;
	description?: string;
	status: Status;
	tags: string[];
	startsOn?: Date;
	dueOn?: Date;
	ownerId: string;
	members: Member[];
}

const member = new Schema<Member>({
	userId: {
		type: String,
		required: true,
		minlength: 1,
		maxlength: 64,
		reference: "users",
		description: "The member's id"
	},
	role: { type: String, enum: ROLES, default: "viewer", description: "What the member may do" }
});

const schema = new Schema<ProjectFields>({
	name: {
		type: String,
		required: true,
		trim: true,
		maxlength: 120,
		match: /\S/,
		description: "What the project is called",
		example: "Weather station"
	},
	description: {
		type: String,
		maxlength: 10_000,
		format: "markdown",
		description: "What the project is about",
		example: "Measure the weather on the roof and publish it every minute"
	},
	status: {
		type: String,
		enum: STATUSES,
		default: "planned",
		description: "How far the project is"
	},
	tags: {
		type: [{ type: String, trim: true, maxlength: 40, match: /\S/ }],
		maxItems: 20,
		description: "Words to group projects by; each is kept once",
		example: ["physics", "python"]
	},
	startsOn: { type: Date, description: "When work begins" },
	dueOn: { type: Date, description: "When the project shall be done; not before it begins" },
	ownerId: {
		type: String,
		required: true,
		readOnly: true,
		reference: "users",
		description: "Who made the project, or was handed it"
	},
	members: {
		type: [member],
		maxItems: MAX_MEMBERS,
		description: "Who takes part beside the owner",
		example: []
	}
});

// Everybody but an administrator asks through `$or` of these two, newest first: the store merges both.
schema.index({ ownerId: 1, createdAt: -1, _id: -1 });
schema.index({ "members.userId": 1, createdAt: -1, _id: -1 });
// What administrators filter by, who see all projects.
schema.index({ status: 1, createdAt: -1, _id: -1 });
schema.index({ tags: 1, createdAt: -1, _id: -1 });
// Lists end every order by `_id`.
schema.index({ dueOn: 1, _id: 1 });
schema.index({ startsOn: 1, _id: 1 });
schema.index({ name: "text", description: "text", tags: "text" });

export const Project = defineModel<ProjectFields>("Project", schema);
