import { defineModel, Schema } from "lyceum";

export interface Project {
	title: string;
}

export const Project = defineModel(
	"Project",
	new Schema({
		name: { type: String, required: true, maxlength: 120 },
		description: { type: String, maxlength: 5000 },
		status: {
			type: String,
			enum: ["planned", "active", "done", "archived"],
			default: "planned"
		},
		tags: [String],
		ownerId: { type: String, readOnly: true }
	})
);
