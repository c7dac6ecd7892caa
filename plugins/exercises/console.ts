/** How the console shows exercises; what is code or Markdown says the model. */
import { defineConsole } from "lyceum";

export const exerciseScreens = defineConsole({
	collection: "exercises",
	label: "Exercises",
	singular: "Exercise",
	icon: "code",
	title: "title",
	list: ["title", "topic", "difficulty", "language", "status", "authorId", "updatedAt"],
	form: [
		"title",
		"status",
		"topic",
		"difficulty",
		"language",
		"description",
		"starterCode",
		"expectedOutput",
		"testCases",
		"hints",
		"solutionCode",
		"authorId"
	],
	filters: ["topic", "difficulty", "language", "status", "authorId", "createdAt"],
	labels: {
		starterCode: "Starter code",
		expectedOutput: "Expected output",
		testCases: "Test cases",
		solutionCode: "Solution",
		authorId: "Author",
		"testCases.expected": "Expected output",
		"testCases.hidden": "Hidden from students"
	}
});
