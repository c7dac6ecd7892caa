/** The console imports nothing of plugins: what it writes down of their documents is held to what the API says of them. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import {
	CHECKED_FIELDS,
	KINDS,
	QUESTION_TYPES,
	STATUSES
} from "../../admin/screens/content/item.ts";
import type { JsonSchema } from "../../mixins/index.ts";

const text = readFileSync(new URL("../../openapi/openapi.json", import.meta.url), "utf8");
const { schemas } = (JSON.parse(text) as { components: { schemas: Record<string, JsonSchema> } })
	.components;

describe("what the console knows of content", () => {
	const { kind, questionType, status } = schemas.ContentItem!.properties!;

	it("are the kinds, types of questions and statuses that there are", () => {
		expect(KINDS).to.deep.equal(kind!.enum);
		expect(QUESTION_TYPES).to.deep.equal(questionType!.enum);
		expect(STATUSES).to.deep.equal(status!.enum);
	});

	it("are the fields that a check of a draft takes", () => {
		const { draft } = schemas.QualityCheckDraft!.properties!;
		expect(CHECKED_FIELDS).to.have.members(Object.keys(draft!.properties!));
	});
});
