import { expect } from "chai";
import { constantFrom, array, assert as holds, property, string } from "fast-check";
import { sanitizeHtml } from "../../../mixins/html.ts";

/** What must be in nothing that is kept, however it is written. */
const DANGEROUS =
	/<\s*(script|style|iframe|frame|object|embed|form|input|button|textarea|select|svg|math|template|noscript|meta|link|base|video|audio|source|xmp|plaintext|body|html|title|slot|portal)\b|\son\w+\s*=|\sstyle\s*=|\s(id|name|srcdoc|formaction|srcset|xlink:href|target)\s*=|(href|src)\s*=\s*["']?\s*(javascript|vbscript|file|blob|ftp|data:(?!image\/(png|jpeg|gif|webp|avif);base64,))/i;

const PAYLOADS = [
	"<script>alert(1)</script>",
	"<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
	"<scr<script>ipt>alert(1)</scr</script>ipt>",
	"<script\n>alert(1)</script\n>",
	"<script/x>alert(1)</script>",
	"<<script>alert(1)//<</script>",
	"<img src=x onerror=alert(1)>",
	"<img src=x onerror\n=\nalert(1)>",
	"<img/src=x/onerror=alert(1)>",
	"<img src=`x` onerror=alert(1)>",
	'<img """><script>alert(1)</script>">',
	"<p onclick=alert(1)>x</p>",
	"<details open ontoggle=alert(1)>x</details>",
	"<body onload=alert(1)>",
	"<a href=javascript:alert(1)>x</a>",
	"<a href=' javascript:alert(1)'>x</a>",
	"<a href='java\tscript:alert(1)'>x</a>",
	"<a href='java&#x0A;script:alert(1)'>x</a>",
	"<a href='&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)'>x</a>",
	"<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
	"<a href='javascript&colon;alert(1)'>x</a>",
	"<a href='JaVaScRiPt:alert(1)'>x</a>",
	"<a href='\u0001javascript:alert(1)'>x</a>",
	"<a href='vbscript:msgbox(1)'>x</a>",
	"<a href='data:text/html,<script>alert(1)</script>'>x</a>",
	"<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
	"<a href='//evil.example/x'>x</a>",
	"<a href='blob:https://evil.example/1'>x</a>",
	"<a href='file:///etc/passwd'>x</a>",
	"<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+'>",
	"<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
	"<img src=' data:image/svg+xml,x'>",
	"<img src='data:image/png;base64,AAAA\" onerror=\"alert(1)'>",
	"<img src=x srcset='x 1x, javascript:alert(1) 2x'>",
	"<svg onload=alert(1)>",
	"<svg><script>alert(1)</script></svg>",
	"<svg><animate onbegin=alert(1) attributeName=x></svg>",
	"<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
	"<svg><style><img src=x onerror=alert(1)></style></svg>",
	"<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
	"<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
	"<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
	"<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
	"<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
	"<template><script>alert(1)</script></template>",
	"<template><img src=x onerror=alert(1)></template>",
	"<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
	"<textarea><p title='</textarea><img src=x onerror=alert(1)>'></textarea>",
	"<title><p title='</title><img src=x onerror=alert(1)>'></title>",
	"<plaintext><script>alert(1)</script>",
	"<!--><img src=x onerror=alert(1)>-->",
	"<!-- --!><img src=x onerror=alert(1)> -->",
	"<![CDATA[><img src=x onerror=alert(1)>]]>",
	"<?xml version='1.0'?><script>alert(1)</script>",
	"<iframe src='javascript:alert(1)'></iframe>",
	"<iframe srcdoc='<script>alert(1)</script>'></iframe>",
	"<object data='javascript:alert(1)'></object>",
	"<embed src='javascript:alert(1)'>",
	"<form action='javascript:alert(1)'><button>x</button></form>",
	"<button formaction=javascript:alert(1)>x</button>",
	"<input onfocus=alert(1) autofocus>",
	"<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
	"<link rel=stylesheet href='//evil.example/x.css'>",
	"<base href='javascript:alert(1)//'>",
	"<style>@import 'javascript:alert(1)';</style>",
	"<p style='background:url(javascript:alert(1))'>x</p>",
	"<p style='position:fixed;inset:0'>x</p>",
	"<a id=currentUser href=x>x</a>",
	"<img name=cookie src=x>",
	"<video><source onerror=alert(1)></video>",
	"<audio src=x onerror=alert(1)></audio>",
	"<select><option><script>alert(1)</script></option></select>",
	"<portal src='https://evil.example'></portal>",
	"<a href='x' target=_blank>x</a>",
	"<p title='\"><img src=x onerror=alert(1)>'>x</p>",
	"&lt;script&gt;alert(1)&lt;/script&gt;",
	"<p>unclosed <b>and <i>crossed</b></i><script>alert(1)",
	"<".repeat(1000) + "script>alert(1)</script>"
];

/** What a browser would take for tags: text whose angle brackets are written as entities is none. */
function tagsOf(html: string) {
	return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag).join("\n");
}

/** Attributes' values cannot end their tag: quotes and angle brackets in them are entities. */
function expectHarmless(html: string) {
	const withoutValues = tagsOf(html).replace(/(title|alt|lang|dir)="[^"]*"/g, "");
	expect(withoutValues).to.not.match(DANGEROUS);
}

describe("HTML that is sanitized", () => {
	for (const payload of PAYLOADS) {
		it(`is harmless: ${payload.slice(0, 80).replaceAll(/\s/g, " ")}`, () => {
			const clean = sanitizeHtml(payload);
			expectHarmless(clean);
			expect(sanitizeHtml(clean), "twice").to.equal(clean);
		});
	}

	const kept = [
		"<h2>Lists</h2><p>Some <strong>bold</strong> and <em>slanted</em> text.</p>",
		'<a href="https://example.org/a?b=1&amp;c=2">out</a>',
		'<a href="mailto:ann@example.org">write</a>',
		'<a href="/exercises/1">within</a>',
		'<pre><code class="language-python">print(1 &lt; 2)</code></pre>',
		'<table><thead><tr><th scope="col">x</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
		'<ol start="3"><li>three</li></ol>',
		'<p lang="de" title="Gruß &lt;&gt;">Gruß 😀</p>'
	];
	for (const html of kept) {
		it(`stays as it is: ${html}`, () => expect(sanitizeHtml(html)).to.equal(html));
	}

	it("keeps pictures, also those that stand in the text, but for SVG", () => {
		const png = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a dot" />';
		expect(sanitizeHtml(png)).to.equal(png);
		expect(sanitizeHtml('<img src="https://example.org/x.png">')).to.contain("example.org");
		expect(sanitizeHtml('<img src="data:image/svg+xml;base64,AAAA" alt="x">')).to.equal(
			'<img alt="x" />'
		);
	});

	it("keeps the words of what it takes away, and not the text of scripts and styles", () => {
		expect(sanitizeHtml("<form>Your <blink>name</blink></form>")).to.equal("Your name");
		expect(sanitizeHtml("a<script>alert(1)</script><style>p{}</style>b")).to.equal("ab");
		expect(sanitizeHtml('<p class="overlay">x</p>')).to.equal("<p>x</p>");
		expect(sanitizeHtml('<code class="language-ts overlay">x</code>')).to.equal(
			'<code class="language-ts">x</code>'
		);
	});

	it("has an end, however deep the input is nested", () => {
		const clean = sanitizeHtml("<div>".repeat(20_000) + "x");
		expect(clean.match(/<div>/g)!.length).to.be.at.most(100);
	});

	it("is harmless and stays so, whatever is put together", () => {
		const pieces = constantFrom(
			..."< > </ /> <!-- --> <![CDATA[ ]]> script svg math img style p noscript \" '".split(
				" "
			),
			..."onerror= alert(1) javascript: &lt; &#x3c; &colon; data:text/html, \t \n \0".split(
				" "
			),
			" src=x",
			" href='",
			"<p title='",
			"a "
		);
		const texts = array(pieces, { maxLength: 24 }).map(parts => parts.join(""));
		const check = (html: string) => {
			const clean = sanitizeHtml(html);
			expectHarmless(clean);
			expect(sanitizeHtml(clean)).to.equal(clean);
		};
		holds(property(texts, check), { numRuns: 2000 });
		holds(property(string(), check), { numRuns: 500 });
	});
});
