import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const MAIN = path.resolve(import.meta.dirname, "../../services/main.ts");

describe("a start that cannot be", () => {
	let folder: string;
	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-start-"));
		await writeFile(path.join(folder, "file"), "");
	});
	after(() => rm(folder, { recursive: true, force: true }));

	async function start(environment: Record<string, string>) {
		const child = spawn(process.execPath, [MAIN], {
			env: {
				PORT: "0",
				DATA_DIR: path.join(folder, "data"),
				PLUGINS_DIR: folder,
				ADMIN_EMAIL: "me@example.org",
				ADMIN_PASSWORD: "Correct-horse-7-battery",
				LOG_LEVEL: "fatal",
				...environment
			},
			stdio: ["ignore", "pipe", "pipe"]
		});
		const [out, errors]: [Buffer[], Buffer[]] = [[], []];
		child.stdout.on("data", chunk => out.push(chunk as Buffer));
		child.stderr.on("data", chunk => errors.push(chunk as Buffer));
		const [code] = (await once(child, "close")) as [number];
		return {
			code,
			out: Buffer.concat(out).toString(),
			errors: Buffer.concat(errors).toString()
		};
	}

	const cases: [string, (folder: string) => Record<string, string>, RegExp][] = [
		[
			"a port that is no number",
			() => ({ PORT: "abc" }),
			/^PORT: expected a whole number from 0 to 65535 .*, got "abc"\n$/
		],
		[
			"a data folder that is a file",
			folder => ({ DATA_DIR: path.join(folder, "file") }),
			/^DATA_DIR: expected a folder that can be written, got ".*file" \(EEXIST\)\n$/
		],
		[
			"a data folder that cannot be made",
			() => ({ DATA_DIR: "/dev/null/data" }),
			/^DATA_DIR: expected a folder that can be written, got "\/dev\/null\/data" \(ENOTDIR\)\n$/
		],
		[
			"a data folder in a place that only pretends to be one",
			() => ({ DATA_DIR: "/proc/lyceum/data" }),
			/^DATA_DIR: expected a folder that can be written, got "\/proc\/lyceum\/data" \(ENOENT\)\n$/
		],
		[
			"a folder of plugins that is not there",
			folder => ({ PLUGINS_DIR: path.join(folder, "none") }),
			/^PLUGINS_DIR: expected a folder that can be read, got ".*none" \(ENOENT\)\n$/
		],
		[
			"a folder of plugins that is a file",
			folder => ({ PLUGINS_DIR: path.join(folder, "file") }),
			/^PLUGINS_DIR: expected a folder that can be read, got ".*file" \(ENOTDIR\)\n$/
		],
		[
			"an administrator's address that is none",
			() => ({ ADMIN_EMAIL: "somebody" }),
			/^ADMIN_EMAIL: expected an e-mail address, got "somebody"\n$/
		],
		[
			"an administrator's password that is weak",
			folder => ({ DATA_DIR: path.join(folder, "weak"), ADMIN_PASSWORD: "password" }),
			/^ADMIN_PASSWORD: it .*, expected .*\n$/
		],
		[
			"a store that does not answer",
			() => ({ MONGO_URL: "mongodb://me:s3cr3t@127.0.0.1:1/x" }),
			/^MONGO_URL: expected a store that answers, got none .*\n$/
		],
		[
			"an address that is not of this machine",
			() => ({ HOST: "192.0.2.1" }),
			/^HOST: expected an address of this machine, got "192\.0\.2\.1" \(EADDRNOTAVAIL\)\n$/
		]
	];
	for (const [name, environment, line] of cases) {
		it(`says so in one line and ends with exit code 1: ${name}`, async function () {
			this.timeout(60_000);
			const { code, out, errors } = await start(environment(folder));
			expect(errors).to.match(line).and.not.include("s3cr3t");
			expect([code, out]).to.deep.equal([1, ""]);
		});
	}

	it("says so when the port is taken", async function () {
		this.timeout(60_000);
		const server = createServer().listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		const { code, errors } = await start({ PORT: String(port) });
		expect([code, errors]).to.deep.equal([
			1,
			`PORT: expected a free port, ${port} is in use on 127.0.0.1\n`
		]);
		server.close();
	});

	it("tells the password of an administrator that was made before it failed", async function () {
		this.timeout(60_000);
		const { code, out } = await start({
			DATA_DIR: path.join(folder, "unseen"),
			HOST: "192.0.2.1",
			ADMIN_EMAIL: "",
			ADMIN_PASSWORD: ""
		});
		expect(code).to.equal(1);
		expect(out).to.match(
			/^The first administrator is admin@lyceum\.localhost\nwith the password \S{12,} \(shown this once\)\n$/
		);
	});
});
