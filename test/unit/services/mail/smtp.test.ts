import { expect } from "chai";
import { failureOf, needsTls } from "../../../../services/mail/smtp.ts";

describe("the mail server's address", () => {
	const addresses: [address: string, encrypted: boolean][] = [
		["smtp://user:secret@mail.example.org:587", true],
		["smtp://user@10.0.0.7", true],
		["smtp://user:secret@localhost.example.org", true],
		["smtp://mail.example.org", false],
		["smtp://user:secret@localhost:2525", false],
		["smtp://user:secret@127.0.0.1", false],
		["smtp://user:secret@[::1]:25", false]
	];
	for (const [address, encrypted] of addresses) {
		it(`${encrypted ? "asks for" : "goes without"} TLS: ${address}`, () => {
			expect(needsTls(address)).to.equal(encrypted);
		});
	}
});

describe("a failed attempt", () => {
	const failures: [string, object, object][] = [
		[
			"no such recipient",
			{ code: "EENVELOPE", responseCode: 550 },
			{ isPermanent: true, isServerAway: false }
		],
		[
			"a recipient whose box is full",
			{ code: "EENVELOPE", responseCode: 452 },
			{ isPermanent: false, isServerAway: false }
		],
		[
			"a content that is refused",
			{ code: "EMESSAGE", responseCode: 554 },
			{ isPermanent: true, isServerAway: false }
		],
		[
			"a wrong password",
			{ code: "EAUTH", responseCode: 535 },
			{ isPermanent: false, isServerAway: true }
		],
		[
			"a server that is away",
			{ code: "ECONNREFUSED" },
			{ isPermanent: false, isServerAway: true }
		]
	];
	for (const [what, thrown, expected] of failures) {
		it(`is told by what it was: ${what}`, () => {
			const error = Object.assign(new Error("x".repeat(1000)), thrown);
			const { message, ...failure } = failureOf(error);
			expect(failure).to.deep.equal(expected);
			expect(message).to.have.length(300);
		});
	}
});
