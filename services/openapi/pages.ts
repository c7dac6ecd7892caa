/** The two pages that show the document, each with the content security policy that it needs and no more. */

export interface Page {
	html: string;
	policy: string;
}

/** Addresses are relative, so that the pages also work behind a path of a proxy. */
const COMMON_POLICY = [
	"default-src 'none'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'"
];

/** Swagger UI; `version` is that of its files. */
export function swaggerPage(version: string): Page {
	const html = htmlOf({
		version,
		style: "swagger-ui.css",
		body: `<div id="swagger-ui"></div>
		<script src="docs/${version}/swagger-ui-bundle.js"></script>
		<script src="docs/${version}/start-swagger.js"></script>`
	});
	return { html, policy: policyOf("script-src 'self'", "style-src 'self'") };
}

/** ReDoc; the styles that it makes as it runs carry the nonce of this one response, and its search runs in a worker. */
export function redocPage(version: string, nonce: string): Page {
	const html = htmlOf({
		version,
		style: "redoc.css",
		body: `<div id="redoc"></div>
		<script src="docs/${version}/redoc.standalone.js" nonce="${nonce}"></script>
		<script src="docs/${version}/start-redoc.js"></script>`
	});
	return {
		html,
		policy: policyOf(
			"script-src 'self'",
			`style-src 'self' 'nonce-${nonce}'`,
			"worker-src blob:"
		)
	};
}

function policyOf(...own: string[]) {
	return [...COMMON_POLICY, ...own].join("; ");
}

function htmlOf({ version, style, body }: { version: string; style: string; body: string }) {
	return `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<title>Lyceum API</title>
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<link rel="icon" type="image/png" href="docs/${version}/favicon-32x32.png">
		<link rel="stylesheet" href="docs/${version}/${style}">
	</head>
	<body>
		${body}
	</body>
</html>
`;
}
