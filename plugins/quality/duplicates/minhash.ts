/** The signature of a text by which its likeness to others is estimated: MinHash over shingles of words. */
import { textsOf, type CheckedItem } from "../item.ts";

/** How many minima make a signature: the estimate is off by 0.06 at most times. */
export const SIGNATURE_LENGTH = 126;
/** Three words in a row: a word that was changed costs three shingles. */
const SHINGLE = 3;
/** Fewer words say too little to be compared; questions are short by nature. */
const FEWEST_WORDS = 14;
const FEWEST_WORDS_OF_A_QUESTION = 8;

export type Signature = Uint32Array;

/** Returns the signature of an item's text; null for one that is too short. */
export function signatureOf(item: CheckedItem): Signature | null {
	const fewest = item.kind === "question" ? FEWEST_WORDS_OF_A_QUESTION : FEWEST_WORDS;
	const shingles = shinglesOf(comparableText(item), fewest);
	if (shingles.size === 0) return null;
	const signature = new Uint32Array(SIGNATURE_LENGTH).fill(0xffffffff);
	for (const shingle of shingles) {
		// Two independent hashes give all the others (Kirsch and Mitzenmacher, 2006).
		const second = mix(shingle ^ 0x9e3779b9) | 1;
		let hash = shingle;
		for (let at = 0; at < SIGNATURE_LENGTH; at++) {
			const mixed = mix(hash);
			if (mixed < signature[at]!) signature[at] = mixed;
			hash = (hash + second) >>> 0;
		}
	}
	return signature;
}

/** Returns the estimated share of shingles that two texts have in common. */
export function similarityOf(a: Signature, b: Signature): number {
	let same = 0;
	for (let at = 0; at < SIGNATURE_LENGTH; at++) if (a[at] === b[at]) same++;
	return same / SIGNATURE_LENGTH;
}

/** What is compared: what is asked or taught, without titles, notes and explanations, which are often alike. */
function comparableText(item: CheckedItem) {
	return textsOf(item)
		.filter(([field]) => /^(?:stem|body|options\[\d+\]\.text)$/.test(field))
		.map(([, text]) => text)
		.join("\n");
}

function shinglesOf(text: string, fewest: number): Set<number> {
	const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	const shingles = new Set<number>();
	if (words.length < fewest) return shingles;
	const hashes = words.map(hashOf);
	for (let at = 0; at + SHINGLE <= hashes.length; at++) {
		let hash = 0;
		for (let offset = 0; offset < SHINGLE; offset++)
			hash = mix(Math.imul(hash, 31) ^ hashes[at + offset]!);
		shingles.add(hash);
	}
	return shingles;
}

/** FNV-1a. */
function hashOf(word: string) {
	let hash = 0x811c9dc5;
	for (let at = 0; at < word.length; at++)
		hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
	return hash >>> 0;
}

/** The finalizer of MurmurHash3: every bit of the input reaches every bit of the result. */
function mix(value: number) {
	let hash = value >>> 0;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}
