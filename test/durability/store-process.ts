import { openEmbedded } from "../support/embedded.ts";

// The process that is killed: a store on the folder that is given, its URL as the only line.
const dataDir = process.argv[2];
if (!dataDir) throw new Error("usage: store-process.ts DATA_DIR");
const store = await openEmbedded(dataDir);
process.on("SIGTERM", () => void store.close().then(() => process.exit(0)));
console.log(store.url);
