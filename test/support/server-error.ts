import { expect } from "chai";
import { MongoServerError } from "mongodb";

/** Expects `work` to be refused by the server with this code (and codeName); returns the error. */
export async function refused(work: Promise<unknown>, code: number | number[], codeName?: string) {
	const error = await work.then(
		value => expect.fail(`expected error ${code}, got ${JSON.stringify(value)?.slice(0, 200)}`),
		(error: unknown) => error
	);
	expect(error, String(error)).to.be.instanceOf(MongoServerError);
	const serverError = error as MongoServerError;
	expect(serverError.code, serverError.message).to.be.oneOf([code].flat());
	if (codeName) expect(serverError.codeName, serverError.message).to.equal(codeName);
	return serverError;
}
