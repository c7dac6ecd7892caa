/** What the facets and their values are called. */
import { useTranslate } from "react-admin";
import { wordsOf } from "../../../generic/labels.ts";
import type { Facet } from "./useLibrary.ts";

const TRANSLATED: Partial<Record<Facet, string>> = {
	kind: "kinds",
	status: "statuses",
	level: "levels",
	questionType: "questionTypes"
};

export function useFacetWords() {
	const translate = useTranslate();
	return {
		facetName: (facet: Facet) => translate(`content.facets.${facet}`),
		valueName: (facet: Facet, value: string) => {
			const group = TRANSLATED[facet];
			return group ? translate(`content.${group}.${value}`, { _: wordsOf(value) }) : value;
		}
	};
}
