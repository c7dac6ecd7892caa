/** The four `$bits…` operators. */
import { Binary } from "bson";
import { binaryBytes } from "../bson/compare.ts";
import { toBigInt } from "../bson/numbers.ts";
import { isNumber, toNumber } from "../bson/values.ts";
import { storeError } from "../errors.ts";

type BitOperator = "$bitsAllSet" | "$bitsAllClear" | "$bitsAnySet" | "$bitsAnyClear";

/** Makes the test of one `$bits…` operator. */
export function bitTest(name: BitOperator, operand: unknown): (value: unknown) => boolean {
	const positions = bitPositions(name, operand);
	const wanted = name.endsWith("Set");
	const every = name.includes("All");
	return value => {
		const isSet = bitReader(value);
		if (!isSet) return false;
		const holds = (position: number) => isSet(position) === wanted;
		return every ? positions.every(holds) : positions.some(holds);
	};
}

function bitPositions(name: string, operand: unknown): number[] {
	if (Array.isArray(operand)) return operand.map(position => bitPosition(name, position));
	if (operand instanceof Binary) return setBits(binaryBytes(operand));
	if (!isNumber(operand)) {
		throw storeError(
			"BadValue",
			`${name} takes an Array, a number, or a BinData but received: ${String(operand)}`
		);
	}
	const mask = toNumber(operand);
	if (!Number.isInteger(mask) || mask < 0) {
		throw storeError("FailedToParse", `Expected a non-negative integer in: ${name}: ${mask}`);
	}
	const text = BigInt(mask).toString(2);
	return [...text].flatMap((bit, at) => (bit === "1" ? [text.length - 1 - at] : []));
}

function bitPosition(name: string, position: unknown): number {
	const number = isNumber(position) ? toNumber(position) : Number.NaN;
	if (!Number.isInteger(number) || number < 0) {
		throw storeError(
			"BadValue",
			`Failed to parse bit position. Expected a non-negative number in: ${name}`
		);
	}
	return number;
}

function setBits(bytes: Buffer): number[] {
	const positions: number[] = [];
	bytes.forEach((byte, at) => {
		for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) positions.push(at * 8 + bit);
	});
	return positions;
}

function bitReader(value: unknown): ((position: number) => boolean) | undefined {
	if (value instanceof Binary) {
		const bytes = binaryBytes(value);
		return position => ((bytes[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
	}
	if (!isNumber(value) || !Number.isInteger(toNumber(value))) return undefined;
	const number = BigInt.asIntN(64, toBigInt(value));
	return position => (number >> BigInt(Math.min(position, 63))) % 2n !== 0n;
}
