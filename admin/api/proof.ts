/** What takes an account over needs a password that was shown lately: a dialog asks for it, then it goes on. */

/** Asks; resolves once it was shown, rejects when the person would rather not. */
type Ask = () => Promise<void>;

let ask: Ask = () => Promise.reject(new Error("lyceum.proof.refused"));
let asking: Promise<void> | null = null;

/** Sets who asks: the dialog that is on the page. */
export function setAsk(next: Ask): void {
	ask = next;
}

/** Asks once for all requests that wait. */
export function askForProof(): Promise<void> {
	asking ??= ask().finally(() => (asking = null));
	return asking;
}
