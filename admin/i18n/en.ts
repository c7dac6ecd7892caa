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
			begin: "View as this user",
			end: "Back to my own view"
		},
		pages: {
			gone: "This page is not there any more: its plugin was disabled or removed, or you may not see it.",
			failed: "The page “%{page}” of the plugin “%{plugin}” has failed.",
			noComponent: "The module has no component as its default export",
			stopped: "The page “%{page}” of the plugin “%{plugin}” was stopped: %{reason}.",
			flood: "it sent too many messages",
			left: "it tried to lead elsewhere"
		},
		live: { away: "No connection: changes of others do not show" },
		menu: {
			label: "Places",
			content: "Content",
			quality: "Quality",
			people: "People",
			operations: "Operations",
			system: "System"
		},
		quality: { dashboard: "Overview", board: "Board" },
		palette: {
			open: "Go to",
			placeholder: "A page, an action, a title",
			nothing: "Nothing has such a name",
			command: "Action"
		},
		account: {
			label: "My account",
			factor: "Second factor",
			factorOn:
				"A second factor is in use; 1 recovery code is left. |||| A second factor is in use; %{smart_count} recovery codes are left.",
			factorOff: "No second factor is in use.",
			enroll: "Set up a second factor",
			enterSecret:
				"Add this secret to your authenticator, then enter the code that it shows.",
			recoveryCodes: "Keep these recovery codes: they are shown this once.",
			disable: "Remove the second factor",
			password: "Password",
			currentPassword: "Current password",
			newPassword: "New password",
			passwordChanged: "The password is changed",
			sessions: "Where you are signed in",
			current: "this one",
			end: "End"
		},
		content: { table: "Content as a table", review: "Review" },
		plugins: {
			label: "Plugins",
			plugin: "Plugin",
			state: "State",
			desired: "Desired",
			actual: "Running on each node",
			errors: "Uncaught errors",
			install: "Install or upgrade",
			installHelp:
				"A file as `npm pack` makes it. First you see what it would do; nothing of it runs until you install it.",
			plan: "What it would do",
			permissions: "Permissions",
			noPermissions: "It asks for none.",
			settings: "Settings",
			noSettings: "It has no settings.",
			settingsSaved: "The settings are saved and in force",
			version: "Version %{version}",
			previous: "Version %{version} can be rolled back to.",
			requires: "Requires %{names}",
			bundled: "bundled",
			package: "uploaded",
			nowhere: "It runs on no node.",
			uncaught: "1 uncaught error, the last: |||| %{smart_count} uncaught errors, the last:",
			lastFailure: "Version %{version} was taken back:",
			enable: "Enable",
			disable: "Disable",
			reload: "Reload",
			rollback: "Roll back",
			remove: "Remove",
			installed: "%{name} %{version} is installed",
			difference: "Difference of the API",
			noDifference: "The API stays as it is.",
			breaking:
				"1 change breaks clients of the running version. |||| %{smart_count} changes break clients of the running version.",
			breaks: "breaks",
			may: {
				actions: "May call",
				events: "May hear",
				collections: "May use",
				hosts: "May reach",
				routes: "Its frames may ask"
			},
			adds: {
				routes: "Routes",
				collections: "Collections",
				pages: "Pages of the console",
				events: "Events",
				migrations: "Migrations"
			},
			consent: {
				trust: "I trust this plugin: it runs in the kernel's process and could do everything",
				acceptBreaking: "I accept the breaking changes",
				acceptPermissions: "I accept the added permissions"
			},
			ask: {
				enable: "Enable %{name}?",
				reload: "Reload %{name}?",
				disable:
					"Its routes and screens go away until it is enabled again; its documents stay.",
				rollback: "The version before comes back at once.",
				remove: "Its routes and screens go away; its documents stay."
			},
			done: {
				enable: "%{name} is enabled",
				disable: "%{name} is disabled",
				reload: "%{name} is reloaded",
				rollback: "%{name} is rolled back",
				remove: "%{name} is removed"
			}
		},
		roles: {
			nameHelp:
				"What users are given. Rules for guest, student and teacher add to those of the plugins.",
			matrix: "Permission matrix",
			matrixHelp:
				"A tick allows something with all documents, a dash with some of them, by a rule with conditions. Shaded is what plugins give to this role already.",
			rules: "Rules",
			rule: "Rule %{number}",
			addRule: "Add a rule",
			removeRule: "Remove rule %{number}",
			subject: "Subject",
			verbs: "May",
			fields: "Fields (all when empty)",
			conditions: "Conditions (JSON)",
			inverted: "Takes away",
			given: "A plugin gives this to the role already",
			affected: "1 user has this role. |||| %{smart_count} users have this role.",
			showThem: "Show them",
			effect: {
				label: "Who is affected",
				people: "1 person |||| %{smart_count} people",
				newcomers: "Whoever gets this role",
				guests: "Whoever is not signed in",
				gains: "%{who} may now %{verbs} %{what}",
				loses: "%{who} may no longer %{verbs} %{what}",
				changes: "%{who} may now %{verbs} %{what}; before: %{before}",
				others: "%{who} may now %{verbs} others of %{what} than before",
				some: "some of %{subject}",
				fields: "%{what} (only %{fields})",
				more: "and 1 more |||| and %{smart_count} more",
				none: "What is in the form changes nothing for anybody.",
				later: "What changes is told once the rules are right."
			}
		},
		apiKeys: { once: "Keep this key: it is shown this once." },
		files: { download: "Download" },
		access: {
			label: "Why may they?",
			user: "User",
			action: "Does",
			document: "Document id (optional)",
			ask: "Ask",
			yes: "Allowed.",
			no: "Not allowed.",
			considered: "Rules about it, the weightiest first",
			role: "Role",
			source: "From",
			rule: "Rule",
			applies: "Applies"
		},
		streams: {
			label: "Streams",
			stream: "Stream",
			messages: "Messages",
			waiting: "Waiting",
			newest: "Newest",
			groups: "Groups",
			deadLetters: "Dead letters",
			replayAll: "Replay all",
			replayed: "1 message replayed |||| %{smart_count} messages replayed"
		},
		audit: {
			verify: "Check the chain",
			valid: "The chain is whole: 1 entry checked |||| The chain is whole: %{smart_count} entries checked",
			broken: "The chain is broken at entry %{at}"
		},
		health: {
			label: "Health",
			store: "Document store",
			bus: "Bus",
			mail: "Mail server",
			answers: "answers in %{latency} ms"
		},
		dashboard: {
			traffic: "Traffic",
			latency: "Latency",
			memory: "Memory",
			requests: "Requests",
			errors: "Errors",
			p50: "Median",
			p99: "p99",
			history: "On this node",
			span: "Time shown",
			hour: "Last hour",
			day: "Last day",
			jobs: "Tasks",
			running: "Running",
			queued: "Waiting",
			sockets: "Connections",
			learners: "Learners",
			memoryMb: "Memory"
		},
		logs: {
			label: "Log",
			level: "From level",
			plugin: "Written by",
			all: "All",
			kernel: "The kernel",
			text: "Text",
			pause: "Pause",
			follow: "Follow",
			nothing: "Nothing was written that fits"
		},
		figures: {
			label: "Calls on this node",
			all: "All actions",
			actions: "Actions",
			routes: "Routes",
			calls: "Calls",
			errors: "Refused or failed",
			faults: "Failed",
			p50: "Median",
			p99: "p99",
			holds: "Kept: services %{services}, actions %{actions}, event handlers %{events}, models %{models}.",
			active: "1 call is under way. |||| %{smart_count} calls are under way."
		},
		schedules: {
			label: "Schedules",
			schedule: "Schedule",
			when: "When",
			next: "Next",
			last: "Last due"
		},
		trash: {
			label: "Trash",
			help: "What was removed can be restored for 30 days.",
			empty: "The trash is empty",
			collections: "Collections",
			document: "Document",
			removed: "Removed",
			by: "By",
			purge: "Gone for good",
			do: "Action",
			restore: "Restore"
		},
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
			share: "Share with roles",
			shared: "Shared with you",
			remove: "Remove %{name}"
		},
		markdown: {
			source: "Show the source",
			rendered: "Show it rendered",
			preview: "Preview",
			tooLong: "The text is too long for a preview"
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
		verbs: { done: "%{verb}: done", cancel: "Cancel", retry: "Send again", replay: "Replay" },
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
	/** Collections are called by their own hints; those that the console's pages name are here. */
	resources: {
		roles: { name: "Role |||| Roles" },
		sessions: { name: "Session |||| Sessions" }
	} as Record<string, { name: string; fields?: Record<string, string> }>
};

/** Every language has the same messages. */
export type Messages = typeof en;
