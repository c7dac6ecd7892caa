/** What streams, groups and partitions are called at NATS. */
import { PARTITIONS } from "../entry.ts";

const PREFIX = "lyceum";

export function streamName(stream: string): string {
	return `${PREFIX}-${stream}`;
}

export function subjectOf(stream: string, partition: number | "*"): string {
	return `${PREFIX}.${stream}.${partition}`;
}

export function consumerName(group: string, partition: number): string {
	return `${group}-${partition}`;
}

/** The group that a consumer works for; null for what is none of ours. */
export function groupOf(consumer: string): string | null {
	const [, group, partition] = /^(.+)-(\d+)$/.exec(consumer) ?? [];
	return group !== undefined && Number(partition) < PARTITIONS ? group : null;
}
