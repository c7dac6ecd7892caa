/** What the console says in English. */
import english from "ra-language-english";

export const en = {
	...english,
	lyceum: {
		language: "Language",
		retry: "Try again",
		requestId: "Request %{id}",
		errors: { offline: "The server cannot be reached" },
		login: {
			needed: "Sign in first",
			help: "Sign in with your account",
			username: "Address or user name",
			otp: "Code",
			otpHelp: "From your authenticator, or one of your recovery codes"
		},
		proof: {
			title: "Is it you?",
			why: "This could take over an account or the system. Show your password once more.",
			refused: "Not done: it was not confirmed that it is you"
		},
		view: {
			banner: "You see what %{name} sees. Nothing can be changed.",
			end: "Back to my own view"
		},
		live: { away: "No connection: changes of others do not show" },
		menu: {
			label: "Places",
			content: "Content",
			people: "People",
			operations: "Operations",
			system: "System"
		},
		palette: {
			open: "Go to",
			placeholder: "A page, an action, a title",
			nothing: "Nothing has such a name",
			command: "Action"
		},
		account: { label: "My account" },
		list: {
			table: "Documents",
			select: "Select %{title}",
			none: "There is nothing here yet",
			noneFiltered: "Nothing fits to this filter",
			declaredColumns: "As declared"
		},
		filters: {
			field: "Field",
			operator: "Comparison",
			value: "Value",
			apply: "Apply",
			several: "Several values, separated by commas"
		},
		operators: {
			eq: "is",
			ne: "is not",
			contains: "contains",
			gt: "is more than",
			gte: "is from",
			lt: "is before",
			lte: "is up to",
			in: "is one of",
			nin: "is none of",
			exists: "is there:"
		},
		views: {
			label: "Saved views",
			edit: "Save or remove views…",
			name: "Save the current view as",
			remove: "Remove %{name}"
		},
		bulk: {
			label: "Selected documents",
			title: "Change 1 document |||| Change %{smart_count} documents"
		},
		changes: {
			changed: "1 document changed |||| %{smart_count} documents changed",
			removed: "1 document removed |||| %{smart_count} documents removed",
			undone: "1 change undone |||| %{smart_count} changes undone",
			refused:
				"1 was refused: %{reason} |||| %{smart_count} were refused, the first: %{reason}",
			saved: "%{title} is saved",
			removedOne: "%{title} is removed",
			restored: "%{title} is back"
		},
		show: { sections: "Sections", fields: "Fields", missing: "%{name} not found" },
		edit: {
			title: "Edit %{title}",
			gone: "Somebody has removed this meanwhile",
			changed: "Somebody has changed this meanwhile: %{fields}.",
			collides: "You have changed the same: %{fields}.",
			merge: "Take it over",
			keepMine: "Take it over, keep mine",
			takeTheirs: "Take theirs"
		},
		inputs: { badJson: "This is no JSON" },
		history: {
			label: "History",
			created: "Created",
			updated: "Changed",
			removed: "Removed",
			restored: "The earlier version is back",
			rev: "Revision %{rev}",
			system: "the system",
			restore: "Restore this version",
			more: "Earlier changes"
		},
		verbs: { done: "%{verb}: done", retry: "Send again", replay: "Replay" },
		export: {
			columns: "CSV, these columns",
			csv: "CSV, all fields",
			json: "JSON"
		},
		import: {
			label: "Import",
			title: "Import documents",
			help: "A CSV file with a head, or a JSON array. Fields: %{fields}",
			choose: "Choose a file",
			progress: "Progress",
			checked: "%{good} can be imported, %{bad} cannot",
			preview: "Preview",
			row: "Row",
			problem: "Problem",
			bring: "Import 1 document |||| Import %{smart_count} documents",
			done: "1 document imported |||| %{smart_count} documents imported",
			empty: "The file holds no documents",
			badJson: "The file is no JSON array of objects"
		},
		fields: {} as Record<string, string>,
		choices: {} as Record<string, string>
	},
	resources: {} as Record<string, { name: string; fields?: Record<string, string> }>
};

/** Every language has the same messages. */
export type Messages = typeof en;
