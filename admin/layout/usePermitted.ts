/** What the signed-in user's rules allow: to show or hide what leads there. The server decides again. */
import { createMongoAbility, type MongoAbility } from "@casl/ability";
import { unpackRules } from "@casl/ability/extra";
import { useMemo } from "react";
import { useScreens } from "../api/screens.ts";

export interface Right {
	action: string;
	subject: string;
}

/** The rules as CASL knows them. */
export function useRules(): MongoAbility {
	const { rules } = useScreens();
	return useMemo(
		() =>
			createMongoAbility(unpackRules(rules as never), {
				anyAction: "manage",
				anySubjectType: "all"
			}),
		[rules]
	);
}

export function usePermitted(): (right: Right | null) => boolean {
	const ability = useRules();
	return right => right === null || ability.can(right.action, right.subject);
}
