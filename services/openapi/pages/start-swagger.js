// Starts Swagger UI on the document of this very server.
window.ui = SwaggerUIBundle({
	url: "openapi.json",
	dom_id: "#swagger-ui",
	deepLinking: true,
	docExpansion: "none",
	filter: true,
	displayRequestDuration: true,
	validatorUrl: null
});
