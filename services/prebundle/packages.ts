/**
 * The packages that every start loads in hundreds of files. All names by which the kernel imports something of them are
 * here, or a part would be loaded a second time beside the bundle.
 */
export const PACKAGES = [
	"@casl/ability",
	"@casl/ability/extra",
	"@fastify/busboy",
	"ajv-formats",
	"ajv/dist/2020.js",
	"compression",
	"fastest-validator",
	"find-my-way",
	"mingo/core",
	"mingo/operators/query",
	"mingo/query",
	"mingo/util",
	"moleculer",
	"moleculer-io",
	"moleculer-web",
	"mongoose",
	"qs",
	"rate-limiter-flexible",
	"semver/functions/gt.js",
	"semver/functions/satisfies.js",
	"semver/functions/valid.js",
	"semver/ranges/valid.js",
	"ws"
];
