/**
 * The embedded store: a MongoDB-compatible server for one machine, in a thread of its own.
 * `openStore` starts it on a loopback port; the official driver and mongoose use its URL unchanged.
 */
export {
	drawSecret,
	openStore,
	type OpenStore,
	type Store,
	type StoreLogger
} from "./open-store.ts";
export { lockFolder, type Unlock } from "./storage/lock.ts";
export { makeFolder } from "./storage/make-folder.ts";
