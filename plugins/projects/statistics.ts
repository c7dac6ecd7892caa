/** The summary of a set of projects: how many there are, by status and by tag. */
import type { JsonSchema, Query } from "lyceum";
import { STATUSES, type Status } from "./project.model.ts";

/** The most used tags; a summary is for people, and tags are free. */
const MAX_TAGS = 100;

export interface Summary {
	total: number;
	byStatus: Record<Status, number>;
	byTag: Record<string, number>;
}

interface Count<Name> {
	_id: Name;
	count: number;
}

interface Counts {
	byStatus: Count<Status>[];
	byTag: Count<string>[];
}

const count: JsonSchema = { type: "integer", minimum: 0 };

export const summarySchema: JsonSchema = {
	title: "ProjectSummary",
	type: "object",
	properties: {
		total: count,
		byStatus: {
			type: "object",
			properties: Object.fromEntries(STATUSES.map(status => [status, count])),
			required: [...STATUSES]
		},
		byTag: {
			type: "object",
			additionalProperties: count,
			description: `The ${MAX_TAGS} tags that are used most`
		}
	},
	required: ["total", "byStatus", "byTag"]
};

export const summaryExample: Summary = {
	total: 3,
	byStatus: { planned: 1, active: 2, done: 0, archived: 0 },
	byTag: { physics: 2, python: 1 }
};

/** One aggregation over the documents that match. */
export function summaryPipeline(visible: Query) {
	return [
		{ $match: visible },
		{ $project: { status: 1, tags: 1 } },
		{
			$facet: {
				byStatus: [{ $group: { _id: "$status", count: { $sum: 1 } } }],
				byTag: [
					{ $unwind: "$tags" },
					{ $group: { _id: "$tags", count: { $sum: 1 } } },
					{ $sort: { count: -1 as const, _id: 1 as const } },
					{ $limit: MAX_TAGS }
				]
			}
		}
	];
}

/** From the aggregation's one document to the answer; a status that no project has is there as 0. */
export function toSummary([counts]: Counts[]): Summary {
	const { byStatus, byTag } = counts!;
	return {
		total: byStatus.reduce((sum, entry) => sum + entry.count, 0),
		byStatus: {
			...(Object.fromEntries(STATUSES.map(status => [status, 0])) as Record<Status, number>),
			...toRecord(byStatus)
		},
		byTag: toRecord(byTag)
	};
}

function toRecord<Name extends string>(counts: Count<Name>[]) {
	return Object.fromEntries(counts.map(entry => [entry._id, entry.count])) as Record<
		Name,
		number
	>;
}
