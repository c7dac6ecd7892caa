/** The check digits that tell a real card's or account's number from any other. */

/** Tells whether a number has the length, the beginning and the check digit (Luhn, ISO/IEC 7812) of a payment card. */
export function cardIsValid(text: string): boolean {
	const digits = text.replace(/\D/g, "");
	if (digits.length < 13 || digits.length > 19 || !/^(?:4|5[1-5]|2[2-7]|3[0-9]|6)/.test(digits))
		return false;
	// Cards are written in one piece or in groups of three to six.
	if (/[ -]/.test(text) && !/^\d{3,6}(?:[ -]\d{2,7}){2,5}$/.test(text)) return false;
	if (/^(\d)\1+$/.test(digits)) return false;
	let sum = 0;
	for (const [at, digit] of [...digits].reverse().entries()) {
		const doubled = Number(digit) * (at % 2 === 0 ? 1 : 2);
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}

/** How long an account's number is in the countries that are met most; others have 15 to 34 characters. */
const IBAN_LENGTHS: Record<string, number> = {
	AT: 20,
	BE: 16,
	CH: 21,
	CZ: 24,
	DE: 22,
	DK: 18,
	ES: 24,
	FI: 18,
	FR: 27,
	GB: 22,
	GR: 27,
	HU: 28,
	IE: 22,
	IT: 27,
	LU: 20,
	NL: 18,
	NO: 15,
	PL: 28,
	PT: 25,
	RO: 24,
	SE: 24,
	SK: 24,
	TR: 26
};

/** Tells whether a text is an IBAN whose check digits are right (ISO 13616, modulo 97). */
export function ibanIsValid(text: string): boolean {
	const iban = text.replaceAll(" ", "");
	const length = IBAN_LENGTHS[iban.slice(0, 2)];
	if (length ? iban.length !== length : iban.length < 15 || iban.length > 34) return false;
	const turned = iban.slice(4) + iban.slice(0, 4);
	let rest = 0;
	for (const character of turned) {
		const value = Number.parseInt(character, 36);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest === 1;
}
