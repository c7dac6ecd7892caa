/** What rules can be about, with the verbs that are used of each. */
import { useScreens } from "../../api/screens.ts";
import { useRequest } from "../useRequest.ts";
import { BASE_VERBS, subjectsOf, verbsOf, type Rule } from "./rules.ts";

export interface RoleRules {
	role: string;
	source: string;
	rules: Rule[];
}

export function useSubjects() {
	const { screens } = useScreens();
	const { data } = useRequest<{ data: RoleRules[] }>("/access/rules");
	const inForce = data?.data ?? [];
	const all = inForce.flatMap(({ rules }) => rules);
	const named = [...screens.map(({ subject }) => subject), ...all.flatMap(subjectsOf)];
	const subjects = [...new Set(named)].filter(name => name !== "all").sort();
	const verbsFor = (subject: string) => {
		const used = all.filter(rule => subjectsOf(rule).includes(subject)).flatMap(verbsOf);
		return [...new Set([...BASE_VERBS, ...used])];
	};
	const fieldsOf = (subject: string) =>
		Object.keys(screens.find(screen => screen.subject === subject)?.schema.properties ?? {});
	return { subjects, verbsFor, fieldsOf, inForce };
}
