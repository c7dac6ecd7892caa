/** What the board needs to know of a project. */
export interface Project {
	id: string;
	rev: number;
	name: string;
	status: Status;
	ownerId: string;
	tags: string[];
	dueOn?: string;
}

export const STATUSES = ["planned", "active", "done", "archived"] as const;
export type Status = (typeof STATUSES)[number];

/** True for what should have been done by now and is not. */
export function isOverdue({ dueOn, status }: Project, now: number): boolean {
	const isOpen = status === "planned" || status === "active";
	return isOpen && dueOn !== undefined && new Date(dueOn).getTime() < now;
}
