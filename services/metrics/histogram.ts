/**
 * Counts and times under labels. Whoever measures keeps its series, so that an observation is a few
 * additions; making text of it is left to the reader. Moleculer's own metrics look labels up each time.
 */

/** Seconds; from a look-up in memory to what nobody waits for. */
const BOUNDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type Labels = Record<string, string | number>;

/** The observations under one set of labels. */
export class Series {
	readonly labels: Labels;
	readonly buckets = new Float64Array(BOUNDS.length);
	count = 0;
	sum = 0;

	constructor(labels: Labels) {
		this.labels = labels;
	}

	observe(seconds: number): void {
		this.count++;
		this.sum += seconds;
		for (let index = BOUNDS.length - 1; index >= 0 && seconds <= BOUNDS[index]!; index--)
			this.buckets[index]!++;
	}

	/** The value below which a share of the observations lies, as far as the buckets tell; 0 without any. */
	quantile(share: number): number {
		const index = this.buckets.findIndex(count => count >= this.count * share);
		return this.count === 0 ? 0 : (BOUNDS[index] ?? BOUNDS.at(-1)!);
	}
}

/** The buckets of several series together. */
export function sumOfBuckets(series: Iterable<Series>): Float64Array {
	const sum = new Float64Array(BOUNDS.length);
	for (const { buckets } of series)
		for (let index = 0; index < sum.length; index++) sum[index]! += buckets[index]!;
	return sum;
}

/** The seconds within which a share lies, between the bounds around it; null without any observation. */
export function quantileWithin(buckets: Float64Array, count: number, share: number): number | null {
	if (count <= 0) return null;
	const wanted = count * share;
	const index = buckets.findIndex(upTo => upTo >= wanted);
	if (index === -1) return BOUNDS.at(-1)!;
	const [lower, before] = index === 0 ? [0, 0] : [BOUNDS[index - 1]!, buckets[index - 1]!];
	const part = (wanted - before) / Math.max(1, buckets[index]! - before);
	return lower + part * (BOUNDS[index]! - lower);
}

/** A family of series under one name, as Prometheus has it. */
export class Histogram {
	readonly name: string;
	readonly help: string;
	readonly #series = new Map<string, Series>();

	constructor(name: string, help: string) {
		this.name = name;
		this.help = help;
	}

	/** The series of these labels, made at its first use. */
	series(labels: Labels): Series {
		const key = labelText(labels);
		const known = this.#series.get(key);
		if (known) return known;
		const series = new Series(labels);
		this.#series.set(key, series);
		return series;
	}

	all(): Series[] {
		return [...this.#series.values()];
	}

	/** Forgets the series that are not kept. */
	retain(isKept: (series: Series) => boolean): void {
		for (const [key, series] of this.#series) if (!isKept(series)) this.#series.delete(key);
	}

	text(): string {
		const lines = [...this.#series].flatMap(([labels, { buckets, count, sum }]) => [
			...BOUNDS.map(
				(bound, index) => `${this.name}_bucket{${labels},le="${bound}"} ${buckets[index]}`
			),
			`${this.name}_bucket{${labels},le="+Inf"} ${count}`,
			`${this.name}_sum{${labels}} ${sum}`,
			`${this.name}_count{${labels}} ${count}`
		]);
		return family(this.name, "histogram", this.help, lines);
	}
}

/** The lines of one metric with its head; nothing at all without a value. */
export function family(name: string, type: string, help: string, lines: string[]): string {
	return lines.length === 0
		? ""
		: [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

/** `method="GET",status="200"`, escaped as the text format wants it. */
export function labelText(labels: Labels): string {
	return Object.entries(labels)
		.map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, escape)}"`)
		.join(",");
}

function escape(character: string) {
	return character === "\n" ? "\\n" : `\\${character}`;
}
