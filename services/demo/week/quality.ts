/** Checks of the library, and what people do about what they find. */
import { ADMINISTRATOR, TEACHERS } from "../people.ts";
import type { Page, Stage } from "../stage.ts";

const [tomas, mei] = TEACHERS as [(typeof TEACHERS)[0], (typeof TEACHERS)[0]];

/** The first check of everything, and monitors that go on by themselves. */
export async function checkLibrary(stage: Stage): Promise<void> {
	stage.at(0, "08:30");
	await stage.task(await stage.as(ADMINISTRATOR, "quality.check", { all: true }));
	stage.wait(9);
	await stage.as(ADMINISTRATOR, "qualityMonitors.create", {
		name: "The whole library, every day",
		all: true,
		onChange: false,
		everyHours: 24
	});
	for (const [index, title] of ["Lists", "Functions"].entries()) {
		stage.wait(2);
		const item = await find(stage, title);
		await stage.as(ADMINISTRATOR, "qualityItems.golden", { id: item, golden: index === 0 });
	}
}

async function find(stage: Stage, title: string) {
	const { data } = await stage.as<Page>(ADMINISTRATOR, "content.list", { filter: { title } });
	return data[0]!.id;
}

/** Some findings become somebody's task, one is let pass, one is mended by its suggestion. */
export async function workOnFindings(stage: Stage): Promise<void> {
	stage.at(2, "09:10");
	const { data } = await stage.as<Page>(ADMINISTRATOR, "qualityFindings.list", {
		sort: "id",
		pageSize: "40",
		filter: { state: "open" }
	});
	for (const [index, finding] of data.slice(0, 9).entries()) {
		stage.wait(3);
		await stage.as(ADMINISTRATOR, "qualityFindings.assign", {
			id: finding.id,
			assigneeId: stage.idOf(index % 3 === 0 ? mei : tomas),
			dueOn: new Date(Date.now() + (index + 2) * 86_400_000).toISOString()
		});
	}
	for (const finding of data.slice(9, 12)) {
		stage.wait(5);
		await stage.as(ADMINISTRATOR, "qualityFindings.waive", {
			id: finding.id,
			reason: "The course that it belongs to ends in summer",
			until: new Date(Date.now() + 60 * 86_400_000).toISOString()
		});
	}
	const mended = data.slice(12).filter(({ fix }) => fix);
	for (const finding of mended.slice(0, 3)) {
		stage.wait(7);
		await stage.as(ADMINISTRATOR, "qualityFindings.fix", { id: finding.id });
	}
	stage.wait(10);
	await stage.task(await stage.as(ADMINISTRATOR, "quality.check", { all: true }));
	await stage.as(ADMINISTRATOR, "qualityReports.make", { format: "html" });
}
