import { expect } from "chai";
import type { Client } from "../../../test/support/client.ts";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { exerciseBody } from "./examples.ts";

describe("the check of all exercises", () => {
	let app: TestKernel;
	let teacher: Client;
	before(async () => {
		app = await startTestKernel({ plugins: ["exercises"] });
		teacher = await app.as("teacher");
	});
	after(() => app.stop());

	it("is for those who write exercises", async () => {
		const ann = await app.as("ann");
		expect((await app.guest.post("/exercises/check")).status).to.equal(401);
		expect((await ann.post("/exercises/check")).status).to.equal(403);
		expect((await ann.get("/tasks")).body.total).to.equal(0);
	});

	it("names what is not complete, in a task that the other teachers see, too", async () => {
		const hollow = exerciseBody({
			title: "Hollow",
			hints: [],
			testCases: [],
			solutionCode: ""
		});
		const { body: exercise } = await teacher.post("/exercises", hollow);
		const accepted = await teacher.post<{ taskId: string }>("/exercises/check");
		expect(accepted.status, accepted.text).to.equal(202);
		const other = await app.as("otto", "teacher");
		let task: Record<string, unknown> = {};
		await waitUntil("the check is done", async () => {
			task = (await other.get(`/tasks/${accepted.body.taskId}`)).body;
			return task.state === "done";
		});
		const { checked, incomplete } = task.result as {
			checked: number;
			incomplete: { id: string }[];
		};
		const { body: all } = await teacher.get("/exercises/count");
		expect(checked).to.equal(all.total);
		expect(incomplete).to.deep.equal([
			{
				id: exercise.id,
				title: "Hollow",
				problems: ["has no solution", "has no test case", "has no hint"]
			}
		]);
	});
});
