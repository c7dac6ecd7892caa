/** What may be wrong with files, uploads and their storage. */
import { defineErrors } from "../../mixins/index.ts";

export const errors = defineErrors("FILES", {
	TOO_LARGE: {
		status: 413,
		message: ({ limit }: { limit: number }) => `A file may be ${limit} bytes long, not more`
	},
	QUOTA: {
		status: 413,
		message: ({ limit }: { limit: number }) =>
			`Your files and unfinished uploads would be longer than your ${limit} bytes together: remove some first`
	},
	IN_USE: {
		status: 409,
		message: ({ id }: { id: string }) =>
			`Documents refer to the file "${id}": change them first`
	},
	RANGE: {
		status: 416,
		message: ({ range, length }: { range: string; length: number }) =>
			`The file has ${length} bytes, and none of them are in "${range}"`
	},
	LINK_INVALID: {
		status: 403,
		message: () => "This link was not made here, or somebody has changed it"
	},
	LINK_EXPIRED: {
		status: 410,
		message: ({ at }: { at: string }) => `This link was good until ${at}`
	},
	STALLED: {
		status: 408,
		message: ({ seconds }: { seconds: number }) => `No byte came for ${seconds} seconds`
	},
	CONTENT_MISSING: {
		status: 404,
		message: () => "The content of this file is not in the storage any more"
	},
	STORAGE_AWAY: {
		status: 503,
		message: () => "The storage of files does not answer as it should: try again later",
		retryable: true
	},
	DISK_FULL: {
		status: 503,
		message: () => "The disk that holds the files is full: try again later",
		retryable: true
	},
	UPLOAD_VERSION: {
		status: 412,
		message: ({ found }: { found: string }) => `Tus-Resumable is "${found}", expected 1.0.0`
	},
	UPLOAD_OFFSET: {
		status: 409,
		message: ({ expected, found }: { expected: number; found: number }) =>
			`Upload-Offset is ${found}, and ${expected} bytes are here: ask with HEAD first`
	},
	UPLOAD_LOCKED: {
		status: 423,
		message: ({ id }: { id: string }) =>
			`Another request writes to the upload "${id}" at this moment`,
		retryable: true
	},
	UPLOAD_EXPIRED: {
		status: 410,
		message: ({ id }: { id: string }) =>
			`The upload "${id}" was not finished in time: begin anew`
	},
	UPLOAD_CHECKSUM: {
		status: 460,
		message: () => "What came is not what Upload-Checksum says; it was dropped"
	},
	UPLOAD_TYPE: {
		status: 415,
		message: ({ found }: { found: string }) =>
			`The bytes are sent as ${found || "nothing known"}, expected application/offset+octet-stream`
	}
});
