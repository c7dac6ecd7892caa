import { expect } from "chai";
import { deviceOf } from "../../../../services/auth/device.ts";

const KNOWN: [userAgent: string, device: string][] = [
	["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
	[
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
		"Edge on Windows"
	],
	[
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
		"Safari on macOS"
	],
	[
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
		"Chrome on Android"
	],
	[
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0 Mobile/15E148 Safari/604.1",
		"Chrome on iPhone"
	],
	["curl/8.5.0", "curl"],
	["python-requests/2.32", "python-requests"],
	["", "Unknown device"],
	["<script>alert(1)</script>", "Unknown device"]
];

describe("deviceOf", () => {
	for (const [userAgent, device] of KNOWN) {
		it(`calls ${JSON.stringify(userAgent.slice(0, 40))} "${device}"`, () => {
			expect(deviceOf(userAgent)).to.equal(device);
		});
	}
});
