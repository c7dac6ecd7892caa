/** How much is taken of a file that somebody sends. */

const MEGABYTE = 1024 * 1024;

export const MAX_FILE_BYTES = 32 * MEGABYTE;

/** Of archives: how many files, how large each may get, and all of them. */
export const MAX_ENTRIES = 5000;
export const MAX_ENTRY_BYTES = 24 * MEGABYTE;
export const MAX_UNPACKED_BYTES = 160 * MEGABYTE;

/** What grows more than this when it is unpacked is a bomb; texts full of spaces grow a hundredfold. */
export const MAX_GROWTH = 200;

/** An XML document of Word or PowerPoint; a larger one takes a parser minutes. */
export const MAX_XML_BYTES = 8 * MEGABYTE;
export const MAX_XML_DEPTH = 200;

export const MAX_PDF_PAGES = 1000;
export const MAX_ITEMS = 2000;
export const MAX_CSV_ROWS = 2000;

/** What reading a file may take: time, and memory of the process that does it. */
export const MAX_READ_MS = 30_000;
export const MAX_READ_MEGABYTES = 384;
