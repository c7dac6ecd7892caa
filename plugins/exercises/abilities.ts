/** Who may do what with exercises; administrators may do everything already. */
import { defineAbilities, type AbilityRule } from "lyceum";

/**
 * What students see of an exercise. It is a list of what is open, so that a field that is added to the
 * model later stays hidden until somebody decides otherwise.
 */
export const OPEN_FIELDS = [
	"title",
	"description",
	"topic",
	"difficulty",
	"language",
	"status",
	"starterCode",
	"expectedOutput",
	"examples",
	"authorId"
];

const readPublished: AbilityRule = {
	action: "read",
	subject: "Exercise",
	fields: OPEN_FIELDS,
	conditions: { status: "published" }
};

const ownHints: AbilityRule = {
	action: ["create", "read"],
	subject: "HintRelease",
	conditions: { userId: "${user.id}" }
};

const ownExercises: AbilityRule = {
	action: ["create", "update", "delete"],
	subject: "Exercise",
	conditions: { authorId: "${user.id}" }
};

export const abilities = defineAbilities({
	student: [readPublished, ownHints],
	teacher: [{ action: "read", subject: "Exercise" }, ownExercises, ownHints]
});
