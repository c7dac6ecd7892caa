/** Estimates how long a value is as BSON. */

/** What a number, a date or a name with its type takes at most, nearly. */
const SMALL_BYTES = 24;

/** Text counts a byte for each UTF-16 unit: in the worst case it is three times as long. */
export function weightOf(value: unknown): number {
	if (typeof value === "string") return SMALL_BYTES + value.length;
	if (typeof value !== "object" || value === null || value instanceof Date) return SMALL_BYTES;
	if (ArrayBuffer.isView(value)) return SMALL_BYTES + value.byteLength;
	if ("toBSON" in value && typeof value.toBSON === "function") return weightOf(value.toBSON());
	let weight = SMALL_BYTES;
	for (const entry of Object.values(value)) weight += SMALL_BYTES + weightOf(entry);
	return weight;
}
