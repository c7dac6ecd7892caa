/** The settings of the manifest. */
export interface Settings {
	debounceSeconds: number;
	feedbackPerFinding: number;
	reportDays: number;
	ruleSeconds: number;
}
