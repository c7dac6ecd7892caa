/** Completes an exercise before it is stored. */
import type { Example, TestCase } from "./exercise.model.ts";

/** Derives the examples, so that students read them without the field that holds the hidden test cases. */
export function prepareExercise(exercise: Record<string, unknown>): void {
	exercise.examples = examplesOf((exercise.testCases ?? []) as Partial<TestCase>[]);
	// What the system stores has no author: the field is left out rather than null.
	if (exercise.authorId === null) delete exercise.authorId;
}

function examplesOf(testCases: Partial<TestCase>[]): Partial<Example>[] {
	return testCases
		.filter(({ hidden }) => hidden !== true)
		.map(({ input, expected }) => ({ input, expected }));
}
