/** The limits in force and those of plans: one document, which administrators change at run time. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";
import { DEFAULTS, MAX_POINTS, MAX_SECONDS } from "./quota.ts";

/** The only document's id. */
export const SETTINGS_ID = "limits";

const MAX_PLANS = 100;

interface Numbers {
	points: number;
	seconds: number;
}

export interface LimitSettingsFields extends Record<keyof typeof DEFAULTS, Numbers> {
	plans: (Numbers & { name: string })[];
}

const points = {
	type: Number,
	required: true,
	integer: true,
	min: 1,
	max: MAX_POINTS,
	description: "How many requests are taken",
	example: 100
};
const seconds = {
	type: Number,
	required: true,
	integer: true,
	min: 1,
	max: MAX_SECONDS,
	description: "In how many seconds",
	example: 60
};

function limit(name: keyof typeof DEFAULTS, description: string) {
	const example = DEFAULTS[name];
	return {
		type: new Schema<Numbers>({ points, seconds }),
		default: () => ({ ...example }),
		description: `${description}; without it ${example.points} in ${example.seconds} seconds`,
		example
	};
}

const schema = new Schema<LimitSettingsFields>({
	address: limit("address", "All requests from one address (of IPv6, from one /64 network)"),
	user: limit(
		"user",
		"Requests of one user, by whatever credentials, whose plan has no limit here"
	),
	login: limit("login", "Tries to sign in, from one address and for one name"),
	reset: limit("reset", "Password resets and the like, from one address and for one name"),
	plans: {
		type: [
			new Schema<Numbers & { name: string }>({
				name: {
					type: String,
					required: true,
					maxlength: 32,
					match: /^[a-z][a-z0-9-]*$/,
					description: "The plan, as users have it",
					example: "pro"
				},
				points,
				seconds
			})
		],
		maxItems: MAX_PLANS,
		description: "The limits of the users of a plan, in place of `user`",
		example: [{ name: "pro", points: 600, seconds: 60 }]
	}
});

export const LimitSettings = defineModel<LimitSettingsFields>("LimitSettings", schema, {
	collection: "limitSettings"
});
