/** What a check says of the text as it is being written, for the parts of the editor. */
import { createContext, useContext, useMemo } from "react";
import type { Finding } from "../findings.ts";

export const DraftFindings = createContext<readonly Finding[]>([]);

/** Those of one field. */
export function useFindingsOf(field: string): readonly Finding[] {
	const findings = useContext(DraftFindings);
	return useMemo(() => findings.filter(one => one.field === field), [findings, field]);
}
