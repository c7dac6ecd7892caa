/** What the board says. */
export const messages = {
	en: {
		title: "Project board",
		status: "Status of {name}",
		count: { one: "1 project", other: "{count} projects" },
		more: "The {shown} most recently changed of {total} projects are shown.",
		due: "Due",
		overdue: "Overdue",
		moved: "The project is “{status}” now",
		none: "Nothing",
		whose: "Whose projects",
		all: "All that I may see",
		mine: "My own"
	},
	de: {
		title: "Projekttafel",
		status: "Zustand von {name}",
		count: { one: "1 Projekt", other: "{count} Projekte" },
		more: "Gezeigt werden die {shown} zuletzt geänderten von {total} Projekten.",
		due: "Fällig",
		overdue: "Überfällig",
		moved: "Das Projekt ist jetzt „{status}“",
		none: "Nichts",
		whose: "Wessen Projekte",
		all: "Alle, die ich sehen darf",
		mine: "Meine eigenen"
	}
};
