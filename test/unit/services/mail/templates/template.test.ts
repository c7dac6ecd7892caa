import { expect } from "chai";
import { templates } from "../../../../../services/mail/templates/index.ts";
import { render, type Template } from "../../../../../services/mail/templates/template.ts";

const notice: Template<{ who: string; url: string }> = {
	subject: "A notice",
	maxPerHour: 1,
	blocks: ({ who, url }) => [`${who} was here.`, { url, label: "Look & see" }]
};
const URL = "https://lyceum.test/look?a=1&b=2#token=secret";

/** Values for every kind, so that each can be made. */
const VALUES = {
	verifyEmail: { url: URL, hours: 24 },
	resetPassword: { url: URL, hours: 1 },
	passwordChanged: { at: "now", address: "192.0.2.7" },
	secondFactorChanged: { enabled: true, at: "now", address: "192.0.2.7" },
	lockedOut: { at: "now", address: "192.0.2.7" },
	notifications: {
		entries: [{ kind: "bell.rung", title: "The bell rang", body: "It was loud." }],
		more: 3,
		preferencesUrl: URL
	}
};

describe("a mail's template", () => {
	it("becomes text and HTML that say the same", () => {
		const { subject, text, html } = render(notice, { who: "Ada", url: URL, name: "Bob" });
		expect(subject).to.equal("A notice");
		expect(text).to.equal(`Hello Bob,\n\nAda was here.\n\nLook & see: ${URL}\n`);
		expect(html).to.include("<p>Hello Bob,</p>\n<p>Ada was here.</p>");
		expect(html).to.include(`<p><a href="${URL.replace("&", "&amp;")}">Look &amp; see</a></p>`);
	});

	it("escapes every value, and makes one line of it", () => {
		const who = `<script>alert("1")</script>\r\n\r\nTo: eve@evil.test\u2028'x'\u202E`;
		const { text, html } = render(notice, { who, url: `${URL}"onclick=x`, name: "<b>" });
		expect(html).not.to.match(/<script|<b>|"onclick/);
		expect(html).to.include(
			"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; To: eve@evil.test"
		);
		expect(text).to.include("</script> To: eve@evil.test 'x' was here.");
		expect(text.split("\n\n")).to.have.length(3);
	});

	it("is made without its links for who may not use them", () => {
		const { text, html } = render(notice, { who: "Ada", url: URL }, "removed");
		expect(`${text}${html}`)
			.to.include("[The link is in the mail alone]")
			.and.not.match(/lyceum\.test|secret/);
	});

	for (const [kind, values] of Object.entries(VALUES)) {
		it(`says all that it should: ${kind}`, () => {
			const template = templates[kind as keyof typeof templates] as Template<never>;
			const { subject, text, html } = render(template, values as never);
			expect(subject).to.match(/^[A-Z][\w- ]+$/);
			expect(`${text}${html}`).not.to.match(/undefined|null|\[object/);
			const shown = Object.values(values).filter(value => typeof value === "string");
			for (const value of shown) expect(text).to.include(value);
		});
	}

	it("is there for every kind", () => {
		expect(Object.keys(VALUES)).to.have.members(Object.keys(templates));
	});
});
