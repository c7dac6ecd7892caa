import { expect } from "chai";
import { readS3Address } from "../../../../services/files/storage/s3-address.ts";

describe("S3_URL", () => {
	it("names server, keys, bucket, prefix and region", () => {
		expect(
			readS3Address("http://key:a%2Fb@127.0.0.1:9000/lyceum/files/one?region=eu-1")
		).to.deep.equal({
			endpoint: "http://127.0.0.1:9000",
			accessKeyId: "key",
			secretAccessKey: "a/b",
			bucket: "lyceum",
			prefix: "files/one/",
			region: "eu-1"
		});
		expect(readS3Address("https://k:s@s3.example.org/lyceum/")).to.include({
			bucket: "lyceum",
			prefix: "",
			region: "us-east-1"
		});
	});

	const wrong = [
		"nothing",
		"ftp://k:s@host/bucket",
		"https://host/bucket",
		"https://k@host/bucket",
		"https://k:s@host",
		"https://k:s@host/",
		"https://k:s@host/bucket//x",
		"https://k:s@host/bucket?rejion=x",
		"https://k:s@host/bucket#x"
	];
	for (const text of wrong)
		it(`is not ${text}`, () => expect(readS3Address(text)).to.equal(null));
});
