/** The screen of the page's resource. */
import { useResourceContext } from "react-admin";
import { useScreen, type Screen } from "../api/screens.ts";

/** While a plugin goes away its page is drawn once more: then there is an empty screen. */
const GONE: Screen = {
	name: "",
	path: "",
	subject: "",
	service: "",
	isPlugin: true,
	label: "",
	singular: "",
	icon: "extension",
	title: "id",
	list: [],
	form: [],
	filters: [],
	labels: {},
	schema: {},
	create: null,
	update: null,
	fields: [],
	searchable: false,
	operations: [],
	verbs: []
};

export function useResourceScreen(): Screen {
	return useScreen(useResourceContext() ?? "") ?? GONE;
}
