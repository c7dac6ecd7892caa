import { once } from "node:events";
import type { ReadStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { expect } from "chai";
import { readForm } from "../../../../../services/gateway/body/multipart.ts";

const FORM =
	'--b\r\ncontent-disposition: form-data; name="package"; filename="a"\r\n\r\nabc\r\n--b--\r\n';

/** A request with a form of one file. */
function request(): IncomingMessage {
	const headers = { "content-type": "multipart/form-data; boundary=b" };
	return Object.assign(Readable.from([FORM]), { headers }) as unknown as IncomingMessage;
}

describe("the file of a form", () => {
	it("is handed on as it came", async () => {
		const { stream, release } = await readForm(request(), 1000);
		expect(await stream!.toArray()).to.deep.equal([Buffer.from("abc")]);
		await release();
	});

	// Otherwise it would be opened once it is gone, and nobody would hear of that error but the process.
	it("is open before an action may refuse it, and closed when it did", async () => {
		const form = await readForm(request(), 1000);
		const stream = form.stream as ReadStream;
		expect(stream.pending).to.equal(false);
		const closed = once(stream, "close");
		await form.release();
		await closed;
		expect(stream.errored).to.equal(null);
	});
});
