import { expect } from "chai";
import { print } from "../../support/print.ts";
import { useStore } from "../../support/store.ts";
import { DOCUMENT, EXPRESSIONS } from "./cases/expressions.ts";
import { conforms } from "./differences.ts";

describe("store: aggregation expressions", () => {
	const store = useStore("expressions");

	for (const [topic, expressions] of Object.entries(EXPRESSIONS)) {
		describe(topic, () => {
			for (const [expression, value] of expressions) {
				const name = print(expression);
				it(
					`${name} is ${print(value)}`,
					conforms(`expression: ${name}`, async () => {
						const things = await store.collection([DOCUMENT]);
						const pipeline = [{ $project: { _id: 0, value: expression } }];
						const [found] = await things.aggregate(pipeline).toArray();
						expect(found!.value).to.deep.equal(value);
						expect("value" in found!).to.equal(value !== undefined);
					})
				);
			}
		});
	}
});
