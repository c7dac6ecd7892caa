/** The settings that package.json declares; they may change while the plugin runs. */
export interface Settings {
	publicCatalogue: boolean;
	hintDelaySeconds: number;
}
