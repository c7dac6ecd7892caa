/** The errors that the store answers with: MongoDB's codes and names, in one catalogue. */

export const CODES = {
	InternalError: 1,
	BadValue: 2,
	NoSuchKey: 4,
	GraphContainsCycle: 5,
	FailedToParse: 9,
	UserNotFound: 11,
	Unauthorized: 13,
	TypeMismatch: 14,
	Overflow: 15,
	InvalidLength: 16,
	ProtocolError: 17,
	AuthenticationFailed: 18,
	IllegalOperation: 20,
	InvalidBSON: 22,
	LockTimeout: 24,
	NamespaceNotFound: 26,
	IndexNotFound: 27,
	PathNotViable: 28,
	ConflictingUpdateOperators: 40,
	CursorNotFound: 43,
	NoMatchingDocument: 47,
	NamespaceExists: 48,
	MaxTimeMSExpired: 50,
	DollarPrefixedFieldName: 52,
	InvalidIdField: 53,
	NotSingleValueField: 54,
	EmptyFieldName: 56,
	DottedFieldName: 57,
	CommandNotFound: 59,
	ImmutableField: 66,
	CannotCreateIndex: 67,
	InvalidOptions: 72,
	InvalidNamespace: 73,
	IndexOptionsConflict: 85,
	IndexKeySpecsConflict: 86,
	OperationFailed: 96,
	WriteConflict: 112,
	CommandNotSupported: 115,
	CommandNotSupportedOnView: 166,
	DocumentValidationFailure: 121,
	ExceededMemoryLimit: 146,
	InvalidPipelineOperator: 168,
	CannotIndexParallelArrays: 171,
	InvalidIndexSpecificationOption: 197,
	QueryFeatureNotAllowed: 224,
	TransactionTooOld: 225,
	NotImplemented: 238,
	SnapshotUnavailable: 246,
	ConversionFailure: 241,
	NoSuchTransaction: 251,
	TransactionCommitted: 256,
	OperationNotSupportedInTransaction: 263,
	TransactionExceededLifetimeLimitSeconds: 290,
	NoQueryExecutionPlans: 291,
	QueryExceededMemoryLimitNoDiskUseAllowed: 292,
	BSONObjectTooLarge: 10334,
	DuplicateKey: 11000,
	InterruptedAtShutdown: 11600,
	Interrupted: 11601,
	OutOfDiskSpace: 14031
} as const;

export type CodeName = keyof typeof CODES;

/** The name of a code, or the code itself where the catalogue has none for it. */
export function codeNameOf(code: unknown): CodeName | number {
	const [name] = Object.entries(CODES).find(([, known]) => known === code) ?? [];
	return (name as CodeName | undefined) ?? Number(code);
}

/** An error that travels to the client as `{ ok: 0, code, codeName, errmsg }`. */
export class StoreError extends Error {
	readonly code: number;
	readonly codeName: string;
	readonly extra: Record<string, unknown>;
	readonly labels: string[] = [];

	constructor(code: CodeName | number, message: string, extra: Record<string, unknown> = {}) {
		super(message);
		this.name = "StoreError";
		this.code = typeof code === "number" ? code : CODES[code];
		this.codeName = typeof code === "number" ? `Location${code}` : code;
		this.extra = extra;
	}

	withLabel(label: string): this {
		if (!this.labels.includes(label)) this.labels.push(label);
		return this;
	}
}

/** Makes an error of the catalogue, or of one of MongoDB's numbered locations. */
export function storeError(
	code: CodeName | number,
	message: string,
	extra?: Record<string, unknown>
): StoreError {
	return new StoreError(code, message, extra);
}

/** Says how SQLite reports a disk that takes no more bytes. */
const FULL_DISK = new Set([13 /* SQLITE_FULL */, 778 /* SQLITE_IOERR_WRITE */]);
const READ_ONLY = 8;

/** Turns whatever was thrown into an error with a code; the unknown becomes InternalError. */
export function toStoreError(error: unknown): StoreError {
	if (error instanceof StoreError) return error;
	if (error instanceof RangeError && /call stack/i.test(error.message)) {
		return storeError("Overflow", "The command nests deeper than the store can follow");
	}
	if (
		error instanceof RangeError &&
		/ERR_(OUT_OF_RANGE|BUFFER_OUT_OF_BOUNDS)/.test(String((error as { code?: string }).code))
	) {
		return storeError("InvalidBSON", "The BSON bytes are not valid: a length does not fit");
	}
	const sqlite = (error as { errcode?: number }).errcode;
	if (sqlite !== undefined) return fromSqlite(sqlite, error as Error);
	return storeError("InternalError", error instanceof Error ? error.message : String(error));
}

function fromSqlite(errcode: number, error: Error): StoreError {
	if (FULL_DISK.has(errcode) || (errcode & 0xff) === 13) {
		return storeError(
			"OutOfDiskSpace",
			"The disk that holds the store is full; nothing was written"
		);
	}
	if ((errcode & 0xff) === READ_ONLY) {
		return storeError("IllegalOperation", "The store's folder can only be read");
	}
	if ((errcode & 0xff) === 10) {
		return storeError(
			"OperationFailed",
			`The store's file could not be written: ${error.message}`
		);
	}
	return storeError("InternalError", `The store's file answered: ${error.message}`);
}
