/** What may be in rendered HTML: what Markdown makes, callouts and MathML; nothing that runs or loads by itself. */
import { defaultSchema, type Options } from "rehype-sanitize";

const MATH = (
	"math semantics mrow mi mn mo ms mspace mtext mfrac msqrt mroot mstyle merror mpadded mphantom " +
	"msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose"
).split(" ");

const MATH_ATTRIBUTES = (
	"display xmlns mathvariant stretchy fence separator form lspace rspace minsize maxsize symmetric largeop " +
	"movablelimits accent accentunder linethickness width height depth voffset columnalign columnspacing " +
	"rowspacing columnlines rowlines rowspan columnspan displaystyle scriptlevel notation"
).split(" ");

const CALLOUT = ["className", "callout", /^callout-[a-z]+$/] as [string, string, RegExp];

export const SAFE: Options = {
	...defaultSchema,
	tagNames: [...(defaultSchema.tagNames ?? []), "aside", ...MATH],
	attributes: {
		...defaultSchema.attributes,
		...Object.fromEntries(MATH.map(name => [name, MATH_ATTRIBUTES])),
		aside: [CALLOUT],
		p: [["className", "callout-title"]],
		code: [["className", /^language-[\w+#.-]{1,40}$/, "math-inline", "math-display"]]
	},
	protocols: {
		...defaultSchema.protocols,
		href: ["http", "https", "mailto"],
		src: ["http", "https"]
	},
	// Nobody can write an id: footnotes have theirs from the renderer, with a prefix.
	clobberPrefix: "",
	clobber: []
};
