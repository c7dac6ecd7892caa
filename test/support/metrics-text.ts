/** Values of a kernel's `/metrics`, for tests. */
import type { Client } from "./client.ts";

/** The sum of a metric over all labels that hold what is given; 0 when there is none. */
export async function metricOf(
	client: Client,
	name: string,
	labels: Record<string, string> = {}
): Promise<number> {
	const { text } = await client.get("//metrics");
	const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
	return text
		.split("\n")
		.filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
		.filter(line => wanted.every(label => line.includes(label)))
		.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf("} ") + 2)), 0);
}
