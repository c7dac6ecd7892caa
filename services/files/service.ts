/** What the parts of the files service know of the whole. */
import type { CollectionService } from "../../mixins/index.ts";
import type { Links } from "./links.ts";
import type { Storage } from "./storage/storage.ts";
import type { SweepParts } from "./sweep.ts";
import type { Uploads } from "./uploads.ts";

export interface FilesParts {
	uploads: Uploads;
	storage: Storage;
	links: Links;
	sweepParts: SweepParts;
	/** How long a sender may be silent. */
	idleMs: number;
}

export type FilesService = CollectionService & FilesParts;
