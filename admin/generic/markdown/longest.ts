/** The longest text that is rendered: beyond this it takes too long for a page that somebody looks at. */
export const LONGEST = 50_000;
