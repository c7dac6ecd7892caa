// Starts ReDoc on the document of this very server.
Redoc.init("openapi.json", { hideHostname: true }, document.getElementById("redoc"));
