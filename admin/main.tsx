/** Starts the console on its page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { reloadOnceAnswered } from "./newBuild.ts";
import { nonce } from "./theme/nonce.ts";

// A browser that was open while the console was built anew asks for parts that are gone: it takes the new ones.
addEventListener("vite:preloadError", ({ payload }) => {
	// What the browser says of it is of no use to a reader.
	payload.message = "lyceum.errors.offline";
	void reloadOnceAnswered();
});

createRoot(document.getElementById("root")!).render(
	<StrictMode>
		<App nonce={nonce} />
	</StrictMode>
);
