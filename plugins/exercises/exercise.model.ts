/** An exercise: what students see of it, and what they never see, is in `abilities.ts`. */
import { defineModel, Schema } from "lyceum";

export const DIFFICULTIES = ["beginner", "intermediate", "advanced"] as const;

/** The languages that submitted code can be run in. */
export const LANGUAGES = ["python", "javascript"] as const;

export const STATUSES = ["draft", "published"] as const;

export interface TestCase {
	input: string;
	expected: string;
	hidden: boolean;
}

/** A test case that everybody may see. */
export type Example = Omit<TestCase, "hidden">;

export interface Exercise {
	title: string;
	description: string;
	topic: string;
	difficulty: (typeof DIFFICULTIES)[number];
	language: (typeof LANGUAGES)[number];
	status: (typeof STATUSES)[number];
	starterCode: string;
	expectedOutput: string;
	examples: Example[];
	testCases: TestCase[];
	hints: string[];
	solutionCode: string;
	/** Absent for an exercise that came with the plugin. */
	authorId?: string;
}

const MAX_CODE = 50_000;
const MAX_OUTPUT = 10_000;

const input = {
	type: String,
	default: "",
	maxlength: MAX_OUTPUT,
	description: "What the program reads from its standard input",
	example: "Ada\n36\n"
};

const expected = {
	type: String,
	// Must be given, but may be empty: some inputs have no output. Mongoose's `true` would refuse both.
	required(this: Partial<Example>) {
		return typeof this.expected !== "string";
	},
	maxlength: MAX_OUTPUT,
	description: "What the program must print",
	example: "Hello, Ada! Next year you will be 37."
};

const exampleSchema = new Schema<Example>({ input, expected });

const testCaseSchema = new Schema<TestCase>({
	input,
	expected,
	hidden: {
		type: Boolean,
		default: false,
		description: "True for a test case that students never see",
		example: true
	}
});

const schema = new Schema<Exercise>({
	title: {
		type: String,
		required: true,
		trim: true,
		minlength: 1,
		maxlength: 200,
		description: "What the exercise is called",
		example: "A greeting with arithmetic"
	},
	description: {
		type: String,
		required: true,
		minlength: 1,
		maxlength: 20_000,
		format: "markdown",
		description: "The task, in Markdown, with what the program reads and prints",
		example:
			"Write a program that greets a person by name and tells how old they will be next year."
	},
	topic: {
		type: String,
		required: true,
		trim: true,
		minlength: 1,
		maxlength: 100,
		description: "The subject that the exercise practises",
		example: "variables"
	},
	difficulty: {
		type: String,
		required: true,
		enum: DIFFICULTIES,
		description: "How much a student must know already",
		example: "beginner"
	},
	language: {
		type: String,
		enum: LANGUAGES,
		default: "python",
		description: "The programming language of the code",
		example: "python"
	},
	status: {
		type: String,
		enum: STATUSES,
		default: "published",
		description: "A draft is seen by teachers and administrators alone",
		example: "published"
	},
	starterCode: {
		type: String,
		default: "",
		maxlength: MAX_CODE,
		format: "code",
		description: "The code that a student starts from",
		example: "name = input()\nage = input()\n"
	},
	expectedOutput: {
		type: String,
		default: "",
		maxlength: MAX_OUTPUT,
		description: "What a right program prints for the first example",
		example: "Hello, Ada! Next year you will be 37."
	},
	examples: {
		type: [exampleSchema],
		readOnly: true,
		description: "The test cases that are not hidden",
		example: [{ input: "Ada\n36\n", expected: "Hello, Ada! Next year you will be 37." }]
	},
	testCases: {
		type: [testCaseSchema],
		maxItems: 50,
		description: "All test cases, the hidden ones too; for teachers and administrators alone",
		example: [
			{ input: "Ada\n36\n", expected: "Hello, Ada! Next year you will be 37.", hidden: false }
		]
	},
	hints: {
		type: [{ type: String, minlength: 1, maxlength: 2000 }],
		maxItems: 20,
		description: "Released to students one by one; for teachers and administrators alone",
		example: ["What `input()` gives is always text, also when it looks like a number."]
	},
	solutionCode: {
		type: String,
		default: "",
		maxlength: MAX_CODE,
		format: "code",
		description: "A right solution; for teachers and administrators alone",
		example: 'print(f"Hello, {input()}! Next year you will be {int(input()) + 1}.")\n'
	},
	authorId: {
		type: String,
		readOnly: true,
		reference: "users",
		description: "The user who made the exercise; absent for one that came with the plugin",
		example: "65f0c0ffee65f0c0ffee65f0"
	}
});

// Only fields that every reader may read: a search would tell of the others.
schema.index(
	{ title: "text", topic: "text", description: "text" },
	{
		weights: { title: 10, topic: 5, description: 1 },
		// By default MongoDB takes a field named `language` for the human language of the text.
		language_override: "textLanguage"
	}
);
for (const field of ["status", "topic", "difficulty", "language", "authorId"])
	schema.index({ [field]: 1, createdAt: -1, _id: -1 });

export const Exercise = defineModel("Exercise", schema);
