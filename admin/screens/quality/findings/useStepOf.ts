/** Takes a step of a finding and says so; what the step was asked in closes once it is done. */
import { useTell } from "../../../layout/useTell.tsx";
import type { Finding } from "../quality.ts";
import { useFindingSteps, type Step } from "../useFindingSteps.ts";

export function useStepOf(finding: Finding, onDone: () => void) {
	const { tell, tellError } = useTell();
	const step = useFindingSteps();
	return async (name: Step, body: object, message: string) => {
		try {
			await step(finding, name, body);
			tell(message);
			onDone();
		} catch (error) {
			tellError(error);
		}
	};
}
