/** The plugin's settings, as its manifest declares them. */
export interface Settings extends Record<string, unknown> {
	requireReview: boolean;
}
