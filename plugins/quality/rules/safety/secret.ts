/** Keys and passwords that nobody but their owner should know. Code is searched too: that is where they stand. */
import { lineAt } from "../../analysis/document.ts";
import { textsOf } from "../../item.ts";
import { defineRule } from "../rule.ts";

interface Shape {
	name: string;
	pattern: RegExp;
	/** Which group is the secret itself; the whole match without it. */
	group?: number;
	/** How much of surprise a character must hold, in bits; tokens of a known shape need less. */
	entropy?: number;
	/** How many kinds of characters (lower, upper, digit, other) it has at least. */
	kinds?: number;
}

const SHAPES: Shape[] = [
	{
		name: "a private key",
		pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----\s*[A-Za-z0-9+/=\s:,-]{40,}/g
	},
	{
		name: "an AWS access key",
		pattern: /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z2-7]{16}\b/g,
		entropy: 2.5
	},
	{
		name: "a GitHub token",
		pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})\b/g,
		entropy: 3
	},
	{ name: "a GitLab token", pattern: /\bglpat-[\w-]{20,}\b/g, entropy: 3 },
	{ name: "a Slack token", pattern: /\bxox[abprse]-[A-Za-z0-9-]{10,}\b/g, entropy: 2.5 },
	{
		name: "a Slack webhook",
		pattern: /https:\/\/hooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{16,}/g
	},
	{ name: "a Google API key", pattern: /\bAIza[\w-]{30,40}(?![\w-])/g, entropy: 3 },
	{ name: "a Google OAuth secret", pattern: /\bGOCSPX-[\w-]{20,}/g, entropy: 3 },
	{ name: "a Stripe key", pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}\b/g, entropy: 3 },
	{
		name: "an OpenAI or Anthropic key",
		pattern: /\bsk-(?:proj-|ant-|svcacct-|or-)?[\w-]{20,}\b/g,
		entropy: 3.3
	},
	{ name: "a SendGrid key", pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/g, entropy: 3.3 },
	{
		name: "a token of a service",
		pattern:
			/\b(?:dop_v1_|doo_v1_|hf_|shp(?:at|ca|pa|ss)_|lin_api_|dapi(?=[0-9a-f]{32})|sq0(?:atp|csp)-|ATATT3x|ntn_|pscale_(?:tkn|pw)_|hv[sb]\.|dckr_pat_|glsa_|rubygems_|nfp_|sbp_|xkeysib-|figd_|EAACEdEose0cBA|pat-na1-|key-(?=[0-9a-f]{32}\b)|whsec_|rk_live_|AGE-SECRET-KEY-1)[\w-]{20,}/g,
		entropy: 3
	},
	{ name: "a Twilio key", pattern: /\bSK[0-9a-f]{32}\b/g, entropy: 2.8 },
	{ name: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, entropy: 3 },
	{ name: "a PyPI token", pattern: /\bpypi-[\w-]{50,}/g, entropy: 3 },
	{ name: "a Telegram bot token", pattern: /\b\d{8,10}:AA[\w-]{33}\b/g, entropy: 3 },
	{
		name: "a Discord token",
		pattern: /\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}\b/g,
		entropy: 3.5
	},
	{
		name: "a JSON web token",
		pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/g,
		entropy: 3.5
	},
	{
		name: "an Azure key",
		pattern: /\bAccountKey=([A-Za-z0-9+/]{60,}={0,2})/g,
		group: 1,
		entropy: 4
	},
	{
		name: "a password in an address",
		pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>`]{1,60}:([^\s/@"'<>`$]{4,80})@[\w.-]+/gi,
		group: 1,
		entropy: 1.5
	},
	{
		name: "a bearer token",
		pattern: /\bbearer\s+([A-Za-z0-9._~+/-]{24,}=*)/gi,
		group: 1,
		entropy: 3.6,
		kinds: 2
	},
	{
		name: "a password",
		pattern:
			/(?:^|[\s"'{,;(&?-])(?:\w*[_-]|PG|MYSQL_?|REDISCLI_?)?(?:password|passwd|passwort|pwd|passphrase|pass)["']?\s*(?::=|=>|=|:)\s*["']?([^\s"'`,;<>{}()&]{8,100})["']?/gim,
		group: 1,
		entropy: 2.6,
		kinds: 3
	},
	{
		name: "a secret",
		pattern:
			/(?:^|[\s"'{,;(&?-])(?:\w*[_-]?)(?:api[_-]?key|apikey|secret(?:[_-]?key)?|access[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|private[_-]?key|client[_-]?secret|encryption[_-]?key|signing[_-]?key|token)["']?\s*(?::=|=>|=|:)\s*["']?([\w+/.~=!@#$%^*-]{12,200})["']?/gim,
		group: 1,
		entropy: 3.2,
		kinds: 2
	},
	{
		name: "a password",
		pattern:
			/(?:\s--?pass(?:word)?[= ]|\bcurl\b[^\n]*\s(?:-u|--user)[= ]["']?[^\s:"']+:|\bsshpass -p ?|\bidentified by |\bwith (?:encrypted )?password |\bpassword )["']?([^\s"'`,;<>{}()&|]{8,100})["']?/gi,
		group: 1,
		entropy: 2.6,
		kinds: 3
	},
	{
		name: "a password",
		pattern:
			/\b(?:password|passphrase|pin code|login)\s+(?:is|was|to|:)\s*(?:still\s+)?["'`“]?((?=[^\s"'`”]*[A-Za-z])(?=[^\s"'`”]*\d)[^\s"'`”,;]{8,60}?)["'`”]?(?=[\s.,;]|$)/gi,
		group: 1,
		entropy: 2.6,
		kinds: 3
	}
];

/** What is plainly no secret, whatever its shape. */
const EXAMPLE =
	/example|sample|dummy|placeholder|change-?_?me|redacted|your|insert|replace|todo|fake|x{4,}|\.\.\.|…|\*{3,}|<|>|\$\{|\{\{|%\(|not[-_]?a?[-_]?real/i;
/** What stands where a secret might: what people write to show the place, and code that reads it from elsewhere. */
const STAND_IN =
	/xxx|my[-_]?(?:secret|pass|key|token|api)|foobar|hunter2|test[-_]?(?:key|token|secret|pass)|password|passw0rd|p@ssw0rd|secret|qwerty|letmein|correct-?horse|abc123|123456|abcdef|deadbeef|lorem|^(?:string|number|required|email|min|max)\||os\.environ|process\.env|getenv|getpass|input\(|config[.[]|settings\.|self\.|request\.|\bnone\b|\bnull\b|undefined|hash(?:ed|lib)?\b|bcrypt|generate_|random/i;

export const secret = defineRule({
	id: "safety/secret",
	version: 2,
	severity: "error",
	title: "No key and no password is shown",
	*check(item) {
		const seen = new Set<string>();
		for (const [field, text] of textsOf(item))
			for (const shape of SHAPES)
				for (const match of text.matchAll(shape.pattern)) {
					const value = match[shape.group ?? 0]!;
					const start = match.index + match[0].lastIndexOf(value);
					const line = `${field}:${lineAt(text, start)}`;
					if (seen.has(line) || isHarmless(value, shape)) continue;
					seen.add(line);
					yield {
						field,
						start,
						end: start + value.length,
						message: `This looks like ${shape.name}`,
						advice: "Replace it by something that is plainly an example, and make the real one invalid: it has been published"
					};
				}
	}
});

function isHarmless(value: string, { entropy = 0, kinds = 0, group }: Shape) {
	if (EXAMPLE.test(value) || (group && !isElaborate(value) && STAND_IN.test(value))) return true;
	// Names of variables and calls stand where a value might.
	if (
		group &&
		(/^[a-z_]+(?:[._][a-z_]+)*\(?\)?;?$/i.test(value) ||
			/^[\w.]+[([]/.test(value) ||
			// Numbers things, more often than it opens any.
			/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ||
			/^(?:https?|[a-z]+):\/\//.test(value))
	)
		return true;
	return entropyOf(value) < entropy || kindsOf(value) < kinds;
}

/** Nobody takes the trouble to invent such a password only to show where one goes. */
function isElaborate(value: string) {
	return value.length >= 12 && kindsOf(value) === 4 && !/[()[\]{}]|_env|environ/.test(value);
}

function kindsOf(text: string) {
	return [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/].filter(kind => kind.test(text)).length;
}

/** Shannon's entropy of the characters of a text, in bits for each. */
export function entropyOf(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values())
		bits -= (count / text.length) * Math.log2(count / text.length);
	return bits;
}
