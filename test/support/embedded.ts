/** The embedded store as its users see it. */
export interface EmbeddedStore {
	url: string;
	close(): Promise<void>;
}

/** Opens the embedded store in a folder; loaded late, so that another engine can be tested alone. */
export async function openEmbedded(dataDir: string, port = 0): Promise<EmbeddedStore> {
	const { openStore } = await import("../../services/store/embedded/index.ts");
	return openStore({ dataDir, port });
}
