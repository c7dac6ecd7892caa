// Starts ReDoc on the document of this very server; the nonce lets its styles through the page's policy.
const { nonce } = document.currentScript;
Redoc.init("openapi.json", { nonce, hideHostname: true }, document.getElementById("redoc"));
