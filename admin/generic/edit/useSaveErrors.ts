/** What the server said against a form: at its fields where it names them, else in words. */
import { ApiError, sentenceOf } from "../../api/problem.ts";
import { useTell } from "../../layout/useTell.tsx";

export function useSaveErrors() {
	const { tellError } = useTell();
	return (error: unknown) => {
		if (!(error instanceof ApiError)) return tellError(error);
		// The form shows those that it has a field for; all of them are said.
		const problems = error.problem.errors ?? [];
		const named = problems.map(one => `${one.pointer.slice(1)}: ${sentenceOf(one)}`);
		tellError(named.length > 0 ? new Error(named.join("\n")) : error);
	};
}
