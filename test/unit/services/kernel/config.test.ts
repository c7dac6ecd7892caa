import { expect } from "chai";
import { ConfigError, readConfig } from "../../../../services/kernel/config.ts";

describe("the settings", () => {
	it("have a value when nothing is set, or set to nothing", () => {
		for (const environment of [{}, { PORT: "", MONGO_URL: "", CORS_ORIGINS: "" }]) {
			const config = readConfig(environment);
			expect(config).to.deep.include({
				port: 3000,
				host: "127.0.0.1",
				mongoUrl: null,
				corsOrigins: [],
				rateLimits: true,
				logLevel: "info",
				mailFrom: null,
				mailKeepDays: 30
			});
			expect(config.dataDir).to.match(/\/data$/);
		}
	});

	it("are read from text", () => {
		const config = readConfig({
			PORT: "0",
			HOST: "::1",
			LOG_LEVEL: "debug",
			RATE_LIMITS: "off",
			CORS_ORIGINS: "https://a.example, http://localhost:5173",
			TRUST_PROXY: "loopback, 10.0.0.0/8, ::1",
			OUTGOING_PRIVATE: "loopback, 10.1.0.0/16",
			AUDIT_RETENTION_DAYS: "730",
			MONGO_URL: "mongodb://user:secret@db.example/lyceum",
			ADMIN_EMAIL: "ada@example.org",
			MAIL_FROM: "The school <school@example.org>",
			MAIL_KEEP_DAYS: "7"
		});
		expect(config).to.deep.include({
			port: 0,
			host: "::1",
			logLevel: "debug",
			rateLimits: false,
			corsOrigins: ["https://a.example", "http://localhost:5173"],
			trustProxy: ["loopback", "10.0.0.0/8", "::1"],
			outgoingPrivate: ["loopback", "10.1.0.0/16"],
			auditRetentionDays: 730,
			mongoUrl: "mongodb://user:secret@db.example/lyceum",
			adminEmail: "ada@example.org",
			mailFrom: "The school <school@example.org>",
			mailKeepDays: 7
		});
	});

	const wrong: Record<string, string[]> = {
		PORT: ["abc", "-1", "65536", "3000.5", "0x10", " ", "1e3"],
		HOST: ["a b", "http://a"],
		MONGO_URL: ["localhost", "http://a", "postgres://a"],
		NATS_URL: ["localhost:4222", "http://a"],
		REDIS_URL: ["http://a"],
		S3_URL: [
			"s3://bucket",
			"https://s3.example.org/lyceum",
			"https://key:secret@s3.example.org",
			"https://key:secret@s3.example.org/a/../b?x=1"
		],
		FILES_MAX_MB: ["0", "1.5", "1000001"],
		FILES_QUOTA_MB: ["0", "much"],
		FILES_UNUSED_HOURS: ["-1", "100000", "a week"],
		UPLOADS_KEEP_HOURS: ["0", "10001"],
		UPLOADS_IDLE_SECONDS: ["0", "301"],
		SMTP_URL: ["mail.example.org"],
		MAIL_FROM: [
			"school",
			"The school",
			"a@b.test, c@d.test",
			"a@b.test\nBcc: c@d.test",
			"The\nschool <a@b.test>",
			"<a@b.test>"
		],
		MAIL_KEEP_DAYS: ["0", "-1", "1.5", "ever", "10000"],
		ADMIN_EMAIL: ["ada", "a b@c"],
		ADMIN_PASSWORD: ["short"],
		LOG_LEVEL: ["loud", "INFO"],
		PUBLIC_URL: ["example.org", "ftp://example.org"],
		CORS_ORIGINS: ["example.org", "https://a.example/path", "https://a,b"],
		TRUST_PROXY: ["everybody", "1.2.3.4.5", "10.0.0.0/99", "::zz"],
		OUTGOING_PRIVATE: ["on", "10.0.0.0/99", "localhost"],
		AUDIT_RETENTION_DAYS: ["0", "-1", "1.5", "a year", "100000"],
		TRUSTED_PLUGINS: ["notes", "notes@sha1-x"],
		RATE_LIMITS: ["yes", "true"],
		PLUGIN_START_SECONDS: ["0", "601", "soon", "1.5"],
		WATCH_PLUGINS: ["1"],
		NODE_ID: ["a b", "a".repeat(65)],
		UPGRADE_WATCH_SECONDS: ["-1", "3601", "1.5", "a minute"]
	};
	for (const [variable, values] of Object.entries(wrong)) {
		for (const value of values) {
			it(`refuse ${variable}=${value.slice(0, 20)} in one line that names it`, () => {
				let failure: unknown;
				try {
					readConfig({ [variable]: value });
				} catch (error) {
					failure = error;
				}
				expect(failure).to.be.instanceOf(ConfigError);
				const { message } = failure as ConfigError;
				expect(message)
					.to.match(new RegExp(`^${variable}: expected .+, got .+$`))
					.and.not.include("\n");
			});
		}
	}

	it("are not repeated where they may hold a password", () => {
		for (const variable of ["MONGO_URL", "REDIS_URL", "S3_URL", "SMTP_URL", "ADMIN_PASSWORD"])
			expect(() => readConfig({ [variable]: "s3cr3t" }))
				.to.throw(ConfigError)
				.with.property("message")
				.that.does.not.include("s3cr3t");
	});
});
