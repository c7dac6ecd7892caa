/** How much work the thread of the sockets does itself before a reader takes over. */

/** In index keys; a document read counts as eight. A few milliseconds. */
export const BUDGET = 6_000;
