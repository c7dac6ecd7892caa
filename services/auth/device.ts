/** What people recognise a session by: "Firefox on Windows" instead of a `User-Agent` line. */

/** In the order in which they are looked for: most browsers also name others. */
const PROGRAMS: [pattern: RegExp, name: string][] = [
	[/\bEdg(e|A|iOS)?\//, "Edge"],
	[/\bOPR\//, "Opera"],
	[/\bFxiOS\/|\bFirefox\//, "Firefox"],
	[/\bCriOS\/|\bChrom(e|ium)\//, "Chrome"],
	[/\bSafari\//, "Safari"]
];

const SYSTEMS: [pattern: RegExp, name: string][] = [
	[/\biPhone\b/, "iPhone"],
	[/\biPad\b/, "iPad"],
	[/\bAndroid\b/, "Android"],
	[/\bWindows\b/, "Windows"],
	[/\bMac OS X\b|\bMacintosh\b/, "macOS"],
	[/\bCrOS\b/, "ChromeOS"],
	[/\bLinux\b/, "Linux"]
];

const UNKNOWN = "Unknown device";

/** Describes a device; a program that is no browser is called what it calls itself. */
export function deviceOf(userAgent: string): string {
	const program = find(PROGRAMS, userAgent) ?? /^[\w.-]{1,40}/.exec(userAgent)?.[0];
	const system = find(SYSTEMS, userAgent);
	if (program === undefined) return system ?? UNKNOWN;
	return system === undefined ? program : `${program} on ${system}`;
}

function find(names: [RegExp, string][], userAgent: string) {
	return names.find(([pattern]) => pattern.test(userAgent))?.[1];
}
