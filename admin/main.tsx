/** Starts the console on its page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { nonce } from "./theme/nonce.ts";

// A browser that was open while the console was built anew asks for parts that are gone: it takes the new ones.
addEventListener("vite:preloadError", () => location.reload());

createRoot(document.getElementById("root")!).render(
	<StrictMode>
		<App nonce={nonce} />
	</StrictMode>
);
