/** The plugin `exercises`. */
import { make, type Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";

const { requests, ask, askCollection } = newRequests();

const newExercise = () => ({
	title: "Made",
	description: "Print one",
	topic: "output",
	difficulty: "beginner",
	language: "python",
	starterCode: "print()",
	expectedOutput: "1",
	solutionCode: "print('walrus-solution')",
	testCases: [
		{ input: "1", expected: "1", hidden: false },
		{ input: "walrus-case", expected: "walrus-case", hidden: true }
	],
	hints: ["Print it", "A walrus-hint"]
});
const makeExercise = ({ author }: Stage) => make(author, "/exercises", newExercise());
askCollection({
	path: "/exercises",
	make: makeExercise,
	body: newExercise,
	patch: { title: "Changed" },
	owner: ({ author }) => author
});
for (const method of ["GET", "POST"])
	ask(`${method} /exercises/:id/hints`, async (stage, who) => {
		const id = await makeExercise(stage);
		if (who !== "guest" && who !== "key" && method === "GET")
			await stage.client(who, "/exercises").post(`/exercises/${id}/hints`);
		return { params: { id } };
	});

ask("POST /exercises/check");

export const exercisesRequests = requests;
