/** The fields of content, declared once for the working copy and for what is published. */
import { fileReference, Schema } from "lyceum";
import {
	KINDS,
	LEVELS,
	QUESTION_TYPES,
	type Answer,
	type Attachment,
	type Option,
	type Pair,
	type QuizQuestion
} from "./item.ts";
import { MAX_BODY, MAX_LINE, MAX_LIST, MAX_OPTIONS, MAX_QUESTIONS, MAX_TEXT } from "./limits.ts";

const line = { type: String, trim: true, minlength: 1, maxlength: MAX_LINE };
const markdown = { type: String, maxlength: MAX_TEXT, format: "markdown" };
const id = { type: String, minlength: 1, maxlength: 64 };

const note = {
	...markdown,
	maxlength: 2000,
	description: "Why it is right, or what whoever takes it has mistaken",
	example: "`range(3)` ends before 3."
};

const optionSchema = new Schema<Option>({
	text: { ...markdown, minlength: 1, maxlength: 2000, required: true, example: "0, 1, 2" },
	correct: { type: Boolean, default: false, description: "True for a key", example: true },
	note
});

const pairSchema = new Schema<Pair>({
	left: { ...markdown, minlength: 1, maxlength: 2000, required: true, example: "TCP" },
	right: { ...markdown, minlength: 1, maxlength: 2000, required: true, example: "transport" },
	note
});

const answerSchema = new Schema<Answer>({
	value: { type: Number, description: "The right number", example: 32 },
	tolerance: { type: Number, min: 0, description: "How far a number may be off", example: 0 },
	unit: { ...line, maxlength: 40, description: "What the number counts", example: "bit" },
	accepted: {
		type: [line],
		maxItems: MAX_LIST,
		default: undefined,
		description: "Every text that counts as right",
		example: ["loopback"]
	},
	caseSensitive: { type: Boolean, description: "Whether capitals matter", example: false }
});

const attachmentSchema = new Schema<Attachment>({
	name: {
		type: String,
		required: true,
		maxlength: 120,
		match: /^[\w][\w. -]{0,118}[\w]$|^\w$/,
		description: "What the body calls it: `attachment:<name>`",
		example: "loop.png"
	},
	mediaType: {
		type: String,
		required: true,
		maxlength: 120,
		match: /^[\w.+-]+\/[\w.+-]+$/,
		example: "image/png"
	},
	fileId: fileReference({ required: true, description: "The file" }),
	alternativeText: {
		...line,
		description: "What the picture shows, for those who do not see it",
		example: "A loop that runs three times"
	}
});

const quizQuestionSchema = new Schema<QuizQuestion>({
	itemId: { ...id, required: true, reference: "content", example: "65f0c0ffee65f0c0ffee65f3" },
	points: { type: Number, min: 0, max: 1000, default: 1, example: 1 }
});

/** The fields of `Content`. */
export const contentFields = {
	kind: {
		type: String,
		required: true,
		enum: KINDS,
		description: "What it is",
		example: "lesson"
	},
	title: {
		...line,
		maxlength: 200,
		required: true,
		description: "What it is called",
		example: "Counting with range"
	},
	summary: {
		...line,
		maxlength: 1000,
		description: "What it is about, in a sentence or two",
		example: "How a loop runs a given number of times."
	},
	body: {
		type: String,
		default: "",
		maxlength: MAX_BODY,
		format: "markdown",
		description: "The text, in Markdown",
		example: "# Counting with range\n\n`range(3)` gives 0, 1 and 2."
	},
	objectives: {
		type: [line],
		maxItems: MAX_LIST,
		description: "What a learner can do afterwards",
		example: ["Repeat a step a given number of times"]
	},
	topics: {
		type: [{ ...line, maxlength: 80 }],
		maxItems: MAX_LIST,
		description: "The subjects that it belongs to",
		example: ["loops"]
	},
	level: {
		type: String,
		enum: LEVELS,
		default: "beginner",
		description: "How much a learner must know already",
		example: "beginner"
	},
	language: {
		type: String,
		default: "en",
		maxlength: 35,
		match: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
		description: "The language that it is written in",
		example: "en"
	},
	licence: {
		...line,
		maxlength: 100,
		description: "A licence by its SPDX id",
		example: "CC-BY-4.0"
	},
	source: {
		...line,
		description: "Where it comes from: words, or an address",
		example: "Written for this course"
	},
	attachments: {
		type: [attachmentSchema],
		maxItems: MAX_LIST,
		description: "The files that belong to it",
		example: []
	},
	synonyms: {
		type: [{ ...line, maxlength: 200 }],
		maxItems: MAX_LIST,
		default: undefined,
		description: "Of a glossary entry: other words for it",
		example: ["iteration"]
	},
	questionType: {
		type: String,
		enum: QUESTION_TYPES,
		description: "Of a question: the kind of answer",
		example: "single"
	},
	stem: {
		...markdown,
		description: "Of a question: what is asked, in Markdown",
		example: "Which numbers does `range(3)` give?"
	},
	options: {
		type: [optionSchema],
		maxItems: MAX_OPTIONS,
		default: undefined,
		description: "Of a question: the answers that it offers; of `ordering`, in the right order",
		example: [
			{ text: "0, 1, 2", correct: true },
			{ text: "1, 2, 3", correct: false, note: "`range` begins with 0." }
		]
	},
	pairs: {
		type: [pairSchema],
		maxItems: MAX_OPTIONS,
		default: undefined,
		description: "Of a question of type `matching`: what belongs together",
		example: []
	},
	answer: {
		type: answerSchema,
		description: "Of a question of type `numeric` or `text`: the key",
		example: { value: 32, tolerance: 0 }
	},
	exerciseId: {
		...id,
		description: "Of a question of type `code`: the exercise to solve",
		reference: "exercises",
		example: "65f0c0ffee65f0c0ffee65f4"
	},
	explanation: {
		...markdown,
		description: "Of a question: why the answer is what it is, in Markdown",
		example: "`range` begins with 0 and ends before its argument."
	},
	questions: {
		type: [quizQuestionSchema],
		maxItems: MAX_QUESTIONS,
		default: undefined,
		description: "Of a quiz: its questions, in their order",
		example: []
	},
	passMark: {
		type: Number,
		min: 0,
		max: 100,
		description: "Of a quiz: the share of points to pass, in percent",
		example: 60
	}
} as const;

/** What students see of a question in the place of its key. */
export const openQuestionFields = {
	choices: {
		type: [String],
		readOnly: true,
		default: undefined,
		description:
			"The texts of the options, in an order that tells nothing; left sides of pairs",
		example: ["0, 1, 2", "1, 2, 3"]
	},
	matches: {
		type: [String],
		readOnly: true,
		default: undefined,
		description: "The right sides of pairs, in an order that tells nothing",
		example: []
	}
} as const;
