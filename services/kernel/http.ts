/**
 * Node's HTTP, taken as a whole: an import of it by name asks for each of its exports, and one of them loads a
 * WebSocket client that nobody uses, which is felt at every start.
 */
export const { createServer, request, STATUS_CODES } = process.getBuiltinModule("node:http");
