/** What tells of a person: addresses, numbers of telephones, cards, accounts and identity papers. */
import { nodesOf, type TextField } from "../../analysis/document.ts";
import { cardIsValid, ibanIsValid } from "./checksums.ts";
import { defineRule, type Remark } from "../rule.ts";

interface Shape {
	name: string;
	pattern: RegExp;
	/** Tells numbers that only look alike; the texts before and after may help. */
	accept?: (value: string, before: string, after: string) => boolean;
	/** What must stand near in front, where the shape alone says too little. */
	near?: RegExp;
}

const TELEPHONE =
	/\b(?:phone|tel(?:ephone)?|mobile|cell|call|fax|whats ?app|sms|text (?:me|him|her|us)|reach|contact|ring|dial|number)\b/i;

const SHAPES: Shape[] = [
	{
		name: "an e-mail address",
		pattern:
			/(?<![\w.+:/@-])[\p{L}\d][\p{L}\d._%+-]*@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,24}(?![\w@-])/gu,
		accept: isPersonalMail
	},
	{
		name: "a payment card's number",
		pattern: /(?<![\d.-])(?:\d[ -]?){12,18}\d(?![\d-]|\.\d)/g,
		accept: (value, before) => cardIsValid(value) && !isTest(before) && !NUMBERED.test(before)
	},
	{
		name: "a bank account's number",
		pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g,
		accept: (value, before) => ibanIsValid(value) && !isTest(before)
	},
	{
		name: "a social security number",
		pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
		accept: (value, before) =>
			!/^(?:078-05-1120|219-09-9999)$/.test(value) &&
			// What everybody writes to show the form; behind "SSN:" it may still be taken for one.
			(!/^(?:123-45-6789|111-22-3333)$/.test(value) || /\b(?:ssn|social)\b/i.test(before)) &&
			!isTest(before) &&
			!/\b(?:isbn|issn|part|serial|model|order|ticket)\b/i.test(before)
	},
	{
		name: "a social security number",
		pattern: /(?<!\d)\d{9}(?!\d)/g,
		near: /\b(?:ssn|social security)\b[^.]{0,20}$/i
	},
	{
		name: "a national insurance number",
		pattern:
			/\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
		accept: (_value, before) => !isTest(before)
	},
	{
		name: "a passport's or licence's number",
		pattern: /\b[A-Z]{0,3}\d{6,9}[A-Z]?\b/g,
		near: /\b(?:passport|driver'?s? licen[cs]e|driving licen[cs]e|identity card|id card|national id|personal id)\b[^.]{0,24}$/i
	},
	{
		name: "a telephone number",
		pattern:
			/(?<![\w.+/=-])\+\d{1,3}[ .\-/]?(?:\(\d{1,4}\)[ .\-/]?)?\d(?:[ .\-/]?\d){6,12}(?![\w]|[.-]\d)/g,
		accept: isReachable
	},
	{
		name: "a telephone number",
		pattern:
			/(?<![\w.+/=-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-]|[2-9]\d{2} (?=\d{3}-))[2-9]\d{2}[ .-]\d{4}(?![\w-]|\.\d)/g,
		accept: isReachable
	},
	{
		name: "a telephone number",
		pattern: /(?<![\w.+/=-])0\d{2,4}[ \-/]\d{3,4}[ -]?\d{3,5}(?![\w-]|\.\d)/g,
		near: TELEPHONE,
		accept: isReachable
	},
	{
		name: "a telephone number",
		pattern: /(?<![\w.+/=-])0?\d{9,10}(?![\w-]|\.\d)/g,
		near: /\b(?:phone|mobile|cell|whats ?app|telephone)\b[^.]{0,20}$/i,
		accept: isReachable
	},
	{
		name: "a date of birth",
		pattern:
			/\b(?:(?:\d{1,2}(?:st|nd|rd|th)?[ ./-](?:\d{1,2}|[A-Z][a-z]{2,8})|[A-Z][a-z]{2,8} \d{1,2},?)[ ./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b/g,
		near: /\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birthday)\b[^.]{0,20}$|\bborn(?: on)?[ :,]*$/i,
		accept: (value, before) =>
			!isHistoric(value, before) && !(BIOGRAPHY.test(before) && /[A-Z]/.test(value))
	},
	{
		name: "a home address",
		pattern:
			/\b\d{1,5}[A-Za-z]? (?:[A-Z][\w'’]+ ){1,3}(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Close|Court|Ct\.?|Boulevard|Blvd\.?|Terrace|Crescent|Square|Gardens|Grove|Place)(?=[\s,.]|$)/g,
		near: /\b(?:lives?|living|resid\w+|address|home|house|moved|ship(?:ped)? to|deliver(?:ed)? to|visit|at|flat|apartment)\b[^.]{0,40}$/i,
		accept: (value, before) =>
			!isTest(before) &&
			!/\b(?:museum|office|headquarters|campus|library|company|university|shop|store)\b[^.]{0,30}$/i.test(
				before
			) &&
			!/^(?:221B Baker|742 Evergreen|12 Grimmauld|4 Privet)/.test(value)
	}
];

/** Addresses that belong to nobody (RFC 2606), or to an office and no person. */
const NOBODYS_HOST =
	/(?:^|\.)(?:example\.(?:com|org|net|edu|co\.uk)|example|test|invalid|localhost|local|internal|lan|domain\.(?:com|tld|org)|email\.(?:com|tld)|yourdomain\.\w+|mydomain\.\w+|yourcompany\.\w+|company\.com|mycompany\.\w+|your-?(?:domain|company|site|school)\.\w+|host\.(?:com|tld)|server\.com|site\.(?:com|org)|acme\.(?:com|org|test)|foo\.(?:com|org)|bar\.(?:com|org)|foobar\.com|contoso\.com|fabrikam\.com|users\.noreply\.github\.com|github\.com|gitlab\.com|bitbucket\.org|tld)$/i;
const OFFICES =
	/^(?:info|support|help|helpdesk|contact|admin|administrator|office|sales|service|services|hello|hi|mail|email|e-mail|team|noreply|no-?reply|do-?not-?reply|postmaster|webmaster|hostmaster|abuse|security|privacy|press|media|jobs|careers|billing|accounts|enquiries|inquiries|feedback|root|git|news|newsletter|marketing|training|exams?|certification|registrar|user(?:name)?\d*|name|someone|somebody|anyone|you|your(?:[._-]?(?:name|email))?|me|first(?:[._]?name)?[._]?(?:last(?:name)?)?|test(?:er|user|ing)?\d*|foo|bar|alias|recipient|sender|student\d*|customer|bot|legal|hr|orders|editor|library|reception|it|dpo)$/i;

export const personalData = defineRule({
	id: "safety/personal-data",
	version: 2,
	severity: "error",
	title: "Nothing tells of a real person's addresses and numbers",
	*check(_item, { document }) {
		for (const field of document.fields) yield* inField(field);
	}
});

function* inField(field: TextField): Generator<Remark> {
	const taken: [number, number][] = [];
	const links = nodesOf<import("mdast").Link>(field, "link").filter(({ url }) =>
		/^https?:/i.test(url)
	);
	for (const { name, pattern, accept, near } of SHAPES)
		for (const match of field.source.matchAll(pattern)) {
			const [start, end] = [match.index, match.index + match[0].length];
			const before = field.source.slice(Math.max(0, start - 80), start);
			const after = field.source.slice(end, end + 60);
			if (near && !near.test(before) && !near.test(headerOf(field.source, start))) continue;
			if (accept && !accept(match[0], before, after)) continue;
			if (taken.some(([from, to]) => start < to && from < end)) continue;
			// Numbers in an address name pages and pictures.
			if (
				links.some(
					({ position, url }) =>
						url.includes(match[0]) &&
						position!.start.offset! <= start &&
						end <= position!.end.offset!
				)
			)
				continue;
			taken.push([start, end]);
			yield {
				field: field.name,
				start,
				end,
				message: `This looks like ${name} of a person`,
				advice: "Replace it by one that belongs to nobody, such as name@example.com or 555-0100"
			};
		}
}

/** What heads the column of a table that a place stands in; nothing outside of tables. */
function headerOf(source: string, at: number): string {
	const start = source.lastIndexOf("\n", at - 1) + 1;
	const before = source.slice(start, at);
	if (!/^\s*\|/.test(before)) return "";
	const above = source.slice(0, start).split("\n").slice(0, -1);
	const first = above.findLastIndex(line => !/^\s*\|/.test(line)) + 1;
	return above[first]?.split("|")[before.split("|").length - 1]?.trimStart() ?? "";
}

function isPersonalMail(value: string, before: string, after: string) {
	const [name = "", host = ""] = value.split("@");
	if (NOBODYS_HOST.test(host) || OFFICES.test(name)) return false;
	// `git@host:path`, `user@host.py`, a decorator or a package are no mail addresses.
	if (
		/\.(?:py|js|ts|png|jpe?g|svg|css|html|json|md|local|lan|service)$/i.test(host) ||
		/^:[\w/~]/.test(after)
	)
		return false;
	return (
		!/\b(?:ssh|scp|sftp|rsync|git clone)\b[^\n]*$/i.test(before) && !/:\/\/[^\s]*$/.test(before)
	);
}

/** What numbers things, not people. */
const NUMBERED =
	/\b(?:isbn|issn|doi|orcid|rfc|version|order|ticket|serial|invoice|build|part|article|item|id|tracking|model|port|hash|seed|timestamp)\b[^.]{0,16}$/i;

/** Numbers that are kept free for films and books: 555-01xx, and those of the British regulator. */
function isReachable(value: string, before: string) {
	const digits = value.replace(/\D/g, "");
	if (/(?<!\d)555[ .-]?01\d[ .-]?\d/.test(value) || /5550(?:1)\d\d$/.test(digits)) return false;
	if (
		/(?:44|0)(?:2079460|1134960|1144960|1154960|1164960|1174960|1184960|1214960|1314960|1414960|1514960|1614960|1914980|1632960|7700900|8081570|9098790|3069990)\d{3}$/.test(
			digits
		)
	)
		return false;
	if (/^(\d)\1+$/.test(digits.slice(-7)) || /(?:0123456789|1234567890|123456789)$/.test(digits))
		return false;
	return (
		!/\b(?:isbn|issn|doi|orcid|rfc|version|order|ticket|serial|invoice|build|part|article|item|id)\b[^.]{0,16}$/i.test(
			before
		) && !isTest(before)
	);
}

const MADE_UP =
	/\b(?:example|dummy|fake|fictitious|fictional|invented|made[- ]up|placeholder|sandbox|e\.g\.|such as|mock)\b[^.!?\n]{0,60}$/i;
/** "A test customer" and "a sample row" may tell of somebody, "a test number" does not. */
const SAMPLE =
	/\b(?:test(?:ing)?(?! (?:customer|patient|client|employee|user|person|candidate)s?\b)|sample)\b[^.!?\n]{0,60}$/i;
const FULL_NAME = /\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/u;

function isTest(before: string) {
	const sample = SAMPLE.exec(before);
	return MADE_UP.test(before) || (sample !== null && !FULL_NAME.test(sample[0]));
}

/** A date in words, as lives are told: `She was born on 7 August 1956`. Records have "the patient" or "client" beside it. */
const BIOGRAPHY =
	/^(?!.*\b(?:patient|student|pupil|employee|customer|client|resident|candidate|applicant|insured|member|holder|account|id|ssn|nhs)\b).*\bwas born(?: on)?[ :,]*$/is;

/** Those who made history have no need of protection. */
function isHistoric(value: string, before: string) {
	if (Number(/\d{4}/.exec(value)?.[0]) < 1930) return true;
	return /\b(?:turing|lovelace|hopper|babbage|shannon|boole|dijkstra|knuth|gauss|newton|einstein|mathematician|inventor|pioneer|physicist|scientist|president|emperor|king|queen)\b/i.test(
		before
	);
}
