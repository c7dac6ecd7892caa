/** What the console says in English. */
import english from "ra-language-english";

export const en = {
	...english,
	lyceum: {
		errors: { offline: "The server cannot be reached" },
		login: { needed: "Sign in first" }
	}
};

/** Every language has the same messages. */
export type Messages = typeof en;
