/** How much an item may hold. */

export const MAX_BODY = 200_000;
/** A stem, an explanation: what belongs to a question. */
export const MAX_TEXT = 20_000;
export const MAX_LINE = 500;
export const MAX_LIST = 50;
export const MAX_OPTIONS = 20;
export const MAX_QUESTIONS = 200;
/** The steps that an item remembers. */
export const MAX_STEPS = 200;
