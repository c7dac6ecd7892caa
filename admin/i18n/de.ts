/** What the console says in German. */
import type { Messages } from "./en.ts";
import { reactAdmin } from "./react-admin.de.ts";

export const de: Messages = {
	ra: reactAdmin,
	lyceum: {
		language: "Sprache",
		retry: "Noch einmal",
		requestId: "Anfrage %{id}",
		errors: { offline: "Der Server ist nicht erreichbar" },
		login: {
			needed: "Bitte melden Sie sich an",
			help: "Melden Sie sich mit Ihrem Konto an",
			username: "Adresse oder Benutzername",
			otp: "Code",
			otpHelp: "Aus Ihrer Authenticator-App oder einer Ihrer Wiederherstellungscodes"
		},
		proof: {
			title: "Sind Sie es?",
			why: "Damit könnte ein Konto oder das System übernommen werden. Bitte geben Sie Ihr Passwort noch einmal ein.",
			refused: "Nicht ausgeführt: Es wurde nicht bestätigt, dass Sie es sind"
		},
		view: {
			banner: "Sie sehen, was %{name} sieht. Ändern lässt sich nichts.",
			begin: "Als diese Person ansehen",
			end: "Zurück zur eigenen Ansicht"
		},
		pages: {
			gone: "Diese Seite gibt es nicht mehr: Ihr Plugin wurde abgeschaltet oder entfernt, oder Sie dürfen sie nicht sehen.",
			failed: "Die Seite „%{page}“ des Plugins „%{plugin}“ ist gescheitert.",
			noComponent: "Das Modul exportiert keine Komponente als Default",
			stopped: "Die Seite „%{page}“ des Plugins „%{plugin}“ wurde angehalten: %{reason}.",
			flood: "Sie hat zu viele Nachrichten gesendet",
			left: "Sie wollte woandershin führen"
		},
		live: { away: "Keine Verbindung: Änderungen anderer sind nicht zu sehen" },
		menu: {
			label: "Bereiche",
			content: "Inhalte",
			quality: "Qualität",
			people: "Personen",
			operations: "Betrieb",
			system: "System"
		},
		quality: { dashboard: "Überblick", board: "Aufgabentafel" },
		palette: {
			open: "Gehe zu",
			placeholder: "Eine Seite, eine Aktion, ein Titel",
			nothing: "Nichts heißt so",
			command: "Aktion"
		},
		account: {
			label: "Mein Konto",
			factor: "Zweiter Faktor",
			factorOn:
				"Ein zweiter Faktor ist eingerichtet; 1 Wiederherstellungscode ist übrig. |||| Ein zweiter Faktor ist eingerichtet; %{smart_count} Wiederherstellungscodes sind übrig.",
			factorOff: "Kein zweiter Faktor ist eingerichtet.",
			enroll: "Zweiten Faktor einrichten",
			enterSecret:
				"Fügen Sie dieses Geheimnis Ihrer Authenticator-App hinzu und geben Sie den Code ein, den sie zeigt.",
			recoveryCodes:
				"Bewahren Sie diese Wiederherstellungscodes auf: Sie werden nur jetzt gezeigt.",
			disable: "Zweiten Faktor entfernen",
			password: "Passwort",
			currentPassword: "Bisheriges Passwort",
			newPassword: "Neues Passwort",
			passwordChanged: "Das Passwort ist geändert",
			sessions: "Wo Sie angemeldet sind",
			current: "diese hier",
			end: "Beenden"
		},
		content: { table: "Inhalte als Tabelle", review: "Prüfung" },
		plugins: {
			label: "Plugins",
			plugin: "Plugin",
			state: "Zustand",
			desired: "Soll",
			actual: "Ist auf jedem Knoten",
			errors: "Unbehandelte Fehler",
			install: "Installieren oder aktualisieren",
			installHelp:
				"Eine Datei, wie `npm pack` sie macht. Zuerst sehen Sie, was geschähe; ausgeführt wird erst, was Sie installieren.",
			plan: "Was geschähe",
			permissions: "Rechte",
			noPermissions: "Es verlangt keine.",
			settings: "Einstellungen",
			noSettings: "Es hat keine Einstellungen.",
			settingsSaved: "Die Einstellungen sind gespeichert und gelten",
			version: "Version %{version}",
			previous: "Zurück geht es zu Version %{version}.",
			requires: "Braucht %{names}",
			bundled: "mitgeliefert",
			package: "hochgeladen",
			nowhere: "Es läuft auf keinem Knoten.",
			uncaught:
				"1 unbehandelter Fehler, zuletzt: |||| %{smart_count} unbehandelte Fehler, zuletzt:",
			lastFailure: "Version %{version} wurde zurückgenommen:",
			enable: "Einschalten",
			disable: "Ausschalten",
			reload: "Neu starten",
			rollback: "Zurückrollen",
			remove: "Entfernen",
			installed: "%{name} %{version} ist installiert",
			difference: "Unterschied der API",
			noDifference: "Die API bleibt, wie sie ist.",
			breaking:
				"1 Änderung bricht mit der laufenden Version. |||| %{smart_count} Änderungen brechen mit der laufenden Version.",
			breaks: "bricht",
			may: {
				actions: "Darf aufrufen",
				events: "Darf hören",
				collections: "Darf benutzen",
				hosts: "Darf erreichen",
				routes: "Ihre Rahmen dürfen fragen"
			},
			adds: {
				routes: "Routen",
				collections: "Sammlungen",
				pages: "Seiten der Konsole",
				events: "Ereignisse",
				migrations: "Migrationen"
			},
			consent: {
				trust: "Ich vertraue diesem Plugin: Es läuft im Prozess des Kernels und könnte alles tun",
				acceptBreaking: "Ich nehme die brechenden Änderungen an",
				acceptPermissions: "Ich nehme die zusätzlichen Rechte an"
			},
			ask: {
				enable: "%{name} einschalten?",
				reload: "%{name} neu starten?",
				disable:
					"Routen und Seiten verschwinden, bis es wieder eingeschaltet wird; die Dokumente bleiben.",
				rollback: "Die Version davor kommt sofort zurück.",
				remove: "Routen und Seiten verschwinden; die Dokumente bleiben."
			},
			done: {
				enable: "%{name} ist eingeschaltet",
				disable: "%{name} ist ausgeschaltet",
				reload: "%{name} ist neu gestartet",
				rollback: "%{name} ist zurückgerollt",
				remove: "%{name} ist entfernt"
			}
		},
		roles: {
			nameHelp:
				"Was Benutzer bekommen. Regeln für guest, student und teacher kommen zu denen der Plugins hinzu.",
			matrix: "Rechte-Matrix",
			matrixHelp:
				"Ein Haken erlaubt etwas mit allen Dokumenten, ein Strich mit manchen, durch eine Regel mit Bedingungen. Unterlegt ist, was Plugins der Rolle schon geben.",
			rules: "Regeln",
			rule: "Regel %{number}",
			addRule: "Regel hinzufügen",
			removeRule: "Regel %{number} entfernen",
			subject: "Gegenstand",
			verbs: "Darf",
			fields: "Felder (alle, wenn leer)",
			conditions: "Bedingungen (JSON)",
			inverted: "Nimmt weg",
			given: "Ein Plugin gibt das der Rolle schon",
			affected: "1 Benutzer hat diese Rolle. |||| %{smart_count} Benutzer haben diese Rolle.",
			showThem: "Anzeigen",
			effect: {
				label: "Wen es betrifft",
				people: "1 Person |||| %{smart_count} Personen",
				newcomers: "Wer diese Rolle bekommt,",
				guests: "Wer nicht angemeldet ist,",
				gains: "%{who} darf jetzt %{what} %{verbs} |||| %{who} dürfen jetzt %{what} %{verbs}",
				loses: "%{who} darf %{what} nicht mehr %{verbs} |||| %{who} dürfen %{what} nicht mehr %{verbs}",
				changes:
					"%{who} darf jetzt %{what} %{verbs}; vorher: %{before} |||| %{who} dürfen jetzt %{what} %{verbs}; vorher: %{before}",
				others: "%{who} darf jetzt andere von %{what} %{verbs} als vorher |||| %{who} dürfen jetzt andere von %{what} %{verbs} als vorher",
				some: "manche von %{subject}",
				fields: "%{what} (nur %{fields})",
				more: "und 1 weitere |||| und %{smart_count} weitere",
				none: "Was im Formular steht, ändert für niemanden etwas.",
				later: "Was sich ändert, steht hier, sobald die Regeln stimmen."
			}
		},
		apiKeys: { once: "Bewahren Sie diesen Schlüssel auf: Er wird nur jetzt gezeigt." },
		files: { download: "Herunterladen" },
		access: {
			label: "Warum darf das wer?",
			user: "Benutzer",
			action: "Tut",
			document: "Id des Dokuments (freiwillig)",
			ask: "Fragen",
			yes: "Erlaubt.",
			no: "Nicht erlaubt.",
			considered: "Regeln dazu, die gewichtigste zuerst",
			role: "Rolle",
			source: "Von",
			rule: "Regel",
			applies: "Trifft zu"
		},
		streams: {
			label: "Ströme",
			stream: "Strom",
			messages: "Nachrichten",
			waiting: "Wartend",
			newest: "Neueste",
			groups: "Gruppen",
			deadLetters: "Unzustellbar",
			replayAll: "Alle noch einmal",
			replayed:
				"1 Nachricht noch einmal zugestellt |||| %{smart_count} Nachrichten noch einmal zugestellt"
		},
		audit: {
			verify: "Kette prüfen",
			valid: "Die Kette ist ganz: 1 Eintrag geprüft |||| Die Kette ist ganz: %{smart_count} Einträge geprüft",
			broken: "Die Kette ist bei Eintrag %{at} gebrochen"
		},
		health: {
			label: "Gesundheit",
			store: "Dokumentenspeicher",
			bus: "Bus",
			mail: "Mailserver",
			answers: "antwortet in %{latency} ms"
		},
		dashboard: {
			traffic: "Anfragen",
			latency: "Antwortzeit",
			memory: "Speicher",
			requests: "Anfragen",
			errors: "Fehler",
			p50: "Median",
			p99: "p99",
			history: "Auf diesem Knoten",
			span: "Gezeigte Zeit",
			hour: "Letzte Stunde",
			day: "Letzter Tag",
			jobs: "Aufgaben",
			running: "Laufend",
			queued: "Wartend",
			sockets: "Verbindungen",
			learners: "Lernende",
			memoryMb: "Speicher"
		},
		logs: {
			label: "Protokoll",
			level: "Ab Stufe",
			plugin: "Geschrieben von",
			all: "Alle",
			kernel: "Der Kernel",
			text: "Text",
			pause: "Anhalten",
			follow: "Folgen",
			nothing: "Nichts davon wurde geschrieben"
		},
		figures: {
			label: "Aufrufe auf diesem Knoten",
			all: "Alle Aktionen",
			actions: "Aktionen",
			routes: "Routen",
			calls: "Aufrufe",
			errors: "Abgelehnt oder gescheitert",
			faults: "Gescheitert",
			p50: "Median",
			p99: "p99",
			holds: "Gehalten: Dienste %{services}, Aktionen %{actions}, Ereignisbehandlungen %{events}, Modelle %{models}.",
			active: "1 Aufruf läuft. |||| %{smart_count} Aufrufe laufen."
		},
		schedules: {
			label: "Zeitpläne",
			schedule: "Zeitplan",
			when: "Wann",
			next: "Nächstes Mal",
			last: "Zuletzt fällig"
		},
		trash: {
			label: "Papierkorb",
			help: "Gelöschtes lässt sich 30 Tage lang wiederherstellen.",
			empty: "Der Papierkorb ist leer",
			collections: "Sammlungen",
			document: "Dokument",
			removed: "Gelöscht",
			by: "Von",
			purge: "Endgültig weg",
			do: "Aktion",
			restore: "Wiederherstellen"
		},
		list: {
			table: "Dokumente",
			select: "%{title} auswählen",
			none: "Hier ist noch nichts",
			noneFiltered: "Nichts passt zu diesem Filter",
			declaredColumns: "Wie vorgegeben"
		},
		filters: {
			field: "Feld",
			operator: "Vergleich",
			value: "Wert",
			apply: "Anwenden",
			several: "Mehrere Werte, durch Kommas getrennt"
		},
		operators: {
			eq: "ist",
			ne: "ist nicht",
			contains: "enthält",
			gt: "ist mehr als",
			gte: "ist ab",
			lt: "ist vor",
			lte: "ist bis",
			in: "ist eines von",
			nin: "ist keines von",
			exists: "ist da:"
		},
		views: {
			label: "Gespeicherte Ansichten",
			edit: "Ansichten speichern oder entfernen…",
			name: "Diese Ansicht speichern als",
			share: "Mit Rollen teilen",
			shared: "Mit Ihnen geteilt",
			remove: "%{name} entfernen"
		},
		markdown: {
			source: "Quelltext zeigen",
			rendered: "Gesetzt zeigen",
			preview: "Vorschau",
			tooLong: "Der Text ist zu lang für eine Vorschau"
		},
		bulk: {
			label: "Ausgewählte Dokumente",
			title: "1 Dokument ändern |||| %{smart_count} Dokumente ändern"
		},
		changes: {
			changed: "1 Dokument geändert |||| %{smart_count} Dokumente geändert",
			removed: "1 Dokument gelöscht |||| %{smart_count} Dokumente gelöscht",
			undone: "1 Änderung rückgängig gemacht |||| %{smart_count} Änderungen rückgängig gemacht",
			refused:
				"1 wurde abgelehnt: %{reason} |||| %{smart_count} wurden abgelehnt, zuerst: %{reason}",
			saved: "%{title} ist gespeichert",
			removedOne: "%{title} ist gelöscht",
			restored: "%{title} ist wieder da"
		},
		show: { sections: "Abschnitte", fields: "Felder", missing: "%{name} nicht gefunden" },
		edit: {
			title: "%{title} bearbeiten",
			gone: "Jemand hat das inzwischen gelöscht",
			changed: "Jemand hat das inzwischen geändert: %{fields}.",
			collides: "Dasselbe haben Sie geändert: %{fields}.",
			merge: "Übernehmen",
			keepMine: "Übernehmen, meines behalten",
			takeTheirs: "Die andere Fassung nehmen"
		},
		inputs: { badJson: "Das ist kein JSON" },
		history: {
			label: "Verlauf",
			created: "Angelegt",
			updated: "Geändert",
			removed: "Gelöscht",
			restored: "Die frühere Fassung ist wieder da",
			rev: "Fassung %{rev}",
			system: "das System",
			restore: "Diese Fassung wiederherstellen",
			more: "Frühere Änderungen"
		},
		verbs: {
			cancel: "Abbrechen",
			done: "%{verb}: erledigt",
			retry: "Noch einmal senden",
			replay: "Noch einmal zustellen"
		},
		export: { columns: "CSV, diese Spalten", csv: "CSV, alle Felder", json: "JSON" },
		import: {
			label: "Import",
			title: "Dokumente importieren",
			help: "Eine CSV-Datei mit Kopfzeile oder ein JSON-Array. Felder: %{fields}",
			choose: "Datei wählen",
			progress: "Fortschritt",
			checked: "%{good} lassen sich importieren, %{bad} nicht",
			preview: "Vorschau",
			row: "Zeile",
			problem: "Problem",
			bring: "1 Dokument importieren |||| %{smart_count} Dokumente importieren",
			done: "1 Dokument importiert |||| %{smart_count} Dokumente importiert",
			empty: "Die Datei enthält keine Dokumente",
			badJson: "Die Datei ist kein JSON-Array von Objekten"
		},
		fields: {
			name: "Name",
			title: "Titel",
			description: "Beschreibung",
			status: "Status",
			state: "Zustand",
			tags: "Schlagwörter",
			language: "Sprache",
			topic: "Thema",
			topics: "Themen",
			level: "Niveau",
			licence: "Lizenz",
			source: "Quelle",
			summary: "Zusammenfassung",
			body: "Text",
			objectives: "Lernziele",
			synonyms: "Andere Wörter",
			shared: "Mit allen Lehrenden geteilt",
			sharedWith: "Geteilt mit",
			difficulty: "Schwierigkeit",
			createdAt: "Angelegt",
			updatedAt: "Geändert",
			email: "E-Mail",
			username: "Benutzername",
			roles: "Rollen",
			plan: "Tarif",
			rules: "Regeln",
			scopes: "Umfang",
			address: "Adresse",
			expiresAt: "Gültig bis",
			lastUsedAt: "Zuletzt benutzt",
			subject: "Betreff",
			attempts: "Versuche",
			error: "Fehler",
			kind: "Art",
			rev: "Fassung"
		},
		choices: {
			planned: "Geplant",
			active: "Aktiv",
			done: "Erledigt",
			archived: "Archiviert",
			draft: "Entwurf",
			published: "Veröffentlicht",
			beginner: "Einsteiger",
			intermediate: "Mittel",
			advanced: "Fortgeschritten",
			started: "Läuft",
			starting: "Startet",
			failed: "Fehlgeschlagen",
			disabled: "Ausgeschaltet",
			removed: "Entfernt",
			read: "Lesen",
			create: "Anlegen",
			update: "Ändern",
			delete: "Löschen",
			manage: "Alles",
			error: "Fehler",
			warning: "Warnung",
			info: "Hinweis",
			open: "Offen",
			assigned: "In Arbeit",
			fixed: "Behoben",
			closed: "Erledigt",
			waived: "Zugelassen",
			succeeded: "Erfolgt",
			refused: "Abgelehnt"
		}
	},
	resources: {
		users: { name: "Benutzer |||| Benutzer" },
		roles: { name: "Rolle |||| Rollen" },
		sessions: { name: "Sitzung |||| Sitzungen" },
		apiKeys: { name: "API-Schlüssel |||| API-Schlüssel" },
		lockouts: { name: "Sperre |||| Anmeldesperren" },
		limitBlocks: { name: "Block |||| Blockierte" },
		mail: { name: "Mail |||| Postausgang" },
		deadLetters: { name: "Unzustellbare Nachricht |||| Unzustellbares" },
		auditEntries: { name: "Eintrag |||| Protokoll" },
		tasks: { name: "Aufgabe |||| Hintergrundarbeit" },
		files: { name: "Datei |||| Dateien" },
		notifications: { name: "Mitteilung |||| Mitteilungen" },
		projects: { name: "Projekt |||| Projekte" },
		exercises: { name: "Aufgabe |||| Aufgaben" },
		qualityFindings: { name: "Fund |||| Funde" },
		qualityItems: { name: "Wertung |||| Wertungen" },
		qualityPolicies: { name: "Richtlinie |||| Richtlinien" },
		qualityMonitors: { name: "Wächter |||| Wächter" },
		qualityFeedback: { name: "Rückmeldung |||| Rückmeldungen" },
		qualityChecks: { name: "Prüfung |||| Prüfungen" },
		qualityReports: { name: "Bericht |||| Berichte" },
		content: { name: "Inhalt |||| Bibliothek" },
		publishedContent: { name: "Veröffentlichtes |||| Veröffentlichtes" },
		contentCollections: { name: "Kurs |||| Kurse" }
	}
};
