/** What the screens of content say in German. */
import type { Messages } from "./en.ts";

export const de: Messages = {
	kinds: {
		lesson: "Lektion",
		article: "Artikel",
		question: "Frage",
		quiz: "Quiz",
		glossary: "Glossareintrag",
		media: "Medium"
	},
	statuses: {
		draft: "Entwurf",
		inReview: "In Prüfung",
		approved: "Freigegeben",
		published: "Veröffentlicht",
		archived: "Archiviert"
	},
	levels: { beginner: "Einsteiger", intermediate: "Mittel", advanced: "Fortgeschritten" },
	questionTypes: {
		single: "Eine richtige Antwort",
		multiple: "Mehrere richtige Antworten",
		ordering: "In Reihenfolge bringen",
		matching: "Paare bilden",
		numeric: "Eine Zahl",
		text: "Ein kurzer Text",
		code: "Eine Programmieraufgabe"
	},
	severities: { error: "Fehler", warning: "Warnung", info: "Hinweis" },
	facets: {
		kind: "Art",
		status: "Status",
		topic: "Thema",
		level: "Niveau",
		language: "Sprache",
		questionType: "Art der Frage",
		licence: "Lizenz"
	},
	library: {
		title: "Bibliothek",
		search: "In der Bibliothek suchen",
		facets: "Filter",
		results: "Gefundenes",
		found: "1 Inhalt |||| %{smart_count} Inhalte",
		none: "Die Bibliothek ist leer. Legen Sie den ersten Inhalt an.",
		noneFound: "Nichts passt zu dieser Suche.",
		everything: "Alles zeigen",
		mine: "Meine",
		more: "%{smart_count} weitere",
		fewer: "Weniger",
		order: "Reihenfolge",
		sorts: { relevance: "Beste Treffer", changedAt: "Zuletzt geändert", title: "Titel" },
		table: "Als Tabelle",
		asPackage: "Markdown mit Dateien (ZIP)",
		asQti: "Fragen (QTI 2.1)"
	},
	picker: {
		add: "%{title} hinzufügen",
		addShort: "Hinzufügen",
		taken: "Enthalten",
		takenName: "Enthalten: %{title}",
		more: "%{smart_count} weitere"
	},
	create: {
		title: "Neuer Inhalt",
		kind: "Was wird es?",
		begin: "Schreiben",
		lesson: "Lehrt etwas, Schritt für Schritt",
		article: "Erklärt, zum Nachschlagen",
		question: "Prüft eine Sache",
		quiz: "Fragen mit einer Grenze zum Bestehen",
		glossary: "Sagt, was ein Wort bedeutet",
		media: "Ein Bild, eine Aufnahme, eine Datei"
	},
	editor: {
		title: "Titel",
		body: "Text (Markdown)",
		write: "Schreiben",
		parts: "Teile des Inhalts",
		question: "Frage",
		quiz: "Fragen",
		text: "Text",
		details: "Angaben",
		attachments: "Anhänge",
		beside: "Vorschau und Befunde",
		preview: "Vorschau",
		findings: "Befunde",
		empty: "Hier erscheint, was Sie schreiben.",
		show: "Lesen und prüfen",
		stale: "Jemand hat das inzwischen geändert: Übernehmen Sie das zuerst."
	},
	tools: {
		label: "Werkzeuge für %{label}",
		bold: "Fett",
		italic: "Kursiv",
		code: "Code",
		link: "Link",
		heading: "Überschrift",
		bullets: "Liste",
		numbers: "Nummerierte Liste",
		codeBlock: "Codeblock",
		table: "Tabelle",
		callout: "Hinweiskasten",
		formula: "Formel"
	},
	rows: {
		up: "%{name} nach oben",
		down: "%{name} nach unten",
		remove: "%{name} entfernen"
	},
	question: {
		type: "Art der Frage",
		stem: "Frage (Markdown)",
		explanation: "Erklärung",
		explanationHelp: "Erscheint nach der Antwort: warum sie so lautet",
		option: "Antwort %{place}",
		addOption: "Antwort hinzufügen",
		note: "Anmerkung zu Antwort %{place}",
		isRight: "Antwort %{place} ist richtig",
		right: "richtig",
		wrong: "falsch",
		pair: "Paar %{place}",
		addPair: "Paar hinzufügen",
		left: "Links in Paar %{place}",
		right_: "Rechts in Paar %{place}",
		value: "Richtige Zahl",
		tolerance: "Toleranz",
		unit: "Einheit",
		accepted: "Anerkannte Antworten",
		caseSensitive: "Groß- und Kleinschreibung zählt",
		exercise: "Aufgabe",
		numericKey: "%{value} %{unit} (± %{tolerance})",
		help: {
			single: "Kreuzen Sie die eine richtige Antwort an. Eine Anmerkung sagt, was verwechselt hat, wer eine andere nimmt.",
			multiple: "Kreuzen Sie jede richtige Antwort an.",
			ordering:
				"Bringen Sie die Antworten in die richtige Reihenfolge; Lernende sehen sie gemischt.",
			matching:
				"Was in einer Zeile steht, gehört zusammen; Lernende sehen die rechten Seiten gemischt.",
			code: "Wählen Sie die Aufgabe, die zu lösen ist."
		}
	},
	quiz: {
		passMark: "Prozent zum Bestehen",
		question: "Frage %{place}",
		points: "Punkte für Frage %{place}",
		add: "Fragen hinzufügen",
		worth: "1 Punkt |||| %{smart_count} Punkte"
	},
	attachments: {
		help: "Bilder und Dateien, die zum Inhalt gehören. Der Text nennt sie mit attachment:name.",
		add: "Datei hinzufügen",
		name: "Name",
		alternativeText: "Was das Bild zeigt",
		describe: "Sagen Sie, was es zeigt, für alle, die es nicht sehen.",
		insert: "In den Text setzen"
	},
	findings: {
		count: "1 Befund |||| %{smart_count} Befunde",
		checking: "Wird geprüft",
		checkNow: "Jetzt prüfen",
		goTo: "Zur Stelle",
		fix: "Beheben: %{words}",
		fixAll: "Alle %{smart_count} beheben",
		keys: "F8 führt zum nächsten Befund.",
		stale: "Die Stelle steht nicht mehr da.",
		unavailable: "Der Text kann gerade nicht geprüft werden.",
		more: "Zuweisen, zulassen …",
		states: { assigned: "Zugewiesen", waived: "Zugelassen", open: "Offen" }
	},
	item: {
		missing: "Diesen Inhalt gibt es nicht",
		text: "Text",
		details: "Angaben",
		versions: "Fassungen",
		beside: "Kommentare und Befunde"
	},
	comments: {
		label: "Kommentare",
		write: "Kommentar",
		add: "Kommentieren",
		help: "Markieren Sie eine Stelle im Text, um sie zu kommentieren, oder schreiben Sie über das Ganze.",
		onThis: "Das kommentieren",
		noPassage: "Ohne Stelle",
		none: "Keine offenen Kommentare.",
		show: "Stelle zeigen",
		resolve: "Erledigt",
		remove: "Kommentar entfernen",
		done: "Erledigt",
		showDone: "1 erledigten zeigen |||| %{smart_count} erledigte zeigen",
		changed: "Stelle geändert",
		lost: "Stelle weg"
	},
	steps: {
		submit: "Zur Prüfung geben",
		approve: "Freigeben",
		reject: "Zurückgeben",
		publish: "Veröffentlichen",
		archive: "Archivieren",
		comment: "Kommentar (freiwillig)",
		reason: "Begründung",
		reviewers: "Prüfende",
		reviewersHelp: "Wen Sie bitten; Geteiltes können alle Lehrenden prüfen",
		publishedRev: "Fassung %{rev} ist veröffentlicht.",
		publishesAt: "Wird veröffentlicht:",
		expiresAt: "Wird archiviert:",
		ask: {
			submit: "„%{title}“ zur Prüfung geben",
			approve: "„%{title}“ freigeben",
			reject: "„%{title}“ zurückgeben",
			publish: "„%{title}“ veröffentlichen",
			archive: "„%{title}“ archivieren"
		},
		done: {
			submit: "„%{title}“ ist in Prüfung",
			approve: "„%{title}“ ist freigegeben",
			reject: "„%{title}“ ist zurückgegeben",
			publish: "„%{title}“: erledigt",
			archive: "„%{title}“ ist archiviert"
		}
	},
	publish: {
		at: "Veröffentlichen am",
		atHelp: "Leer: sofort",
		until: "Archivieren am",
		untilHelp: "Leer: nie",
		schedule: "Vormerken",
		held: "1 Befund steht dagegen |||| %{smart_count} Befunde stehen dagegen",
		override: "Begründung, trotzdem zu veröffentlichen",
		overrideHelp: "Sie steht danach beim Inhalt und im Protokoll.",
		allTheSame: "Trotzdem veröffentlichen"
	},
	versions: {
		label: "Fassungen",
		differences: "Unterschiede",
		rev: "Fassung %{rev}",
		from: "Von",
		to: "Bis",
		isPublished: "veröffentlicht",
		isLatest: "neueste",
		compare: "Vergleichen",
		restore: "Wiederherstellen",
		restored: "Der Text der Fassung %{rev} ist wieder da, als neue Fassung",
		none: "Ihre Texte sind gleich.",
		folded: "1 gleiche Zeile |||| %{smart_count} gleiche Zeilen"
	},
	review: {
		title: "Prüfung",
		toReview: "Zu prüfen",
		mine: "Von mir eingereicht",
		approved: "Freigegeben",
		asked: "Sie wurden gebeten",
		count: "1 Inhalt |||| %{smart_count} Inhalte",
		none: {
			toReview: "Nichts wartet auf eine Prüfung.",
			mine: "Nichts von Ihnen ist unterwegs.",
			approved: "Nichts wartet darauf, veröffentlicht zu werden."
		}
	},
	courses: {
		missing: "Diesen Kurs gibt es nicht",
		build: "Aufbau",
		learner: "Wie Lernende ihn sehen",
		history: "Verlauf",
		content: "Inhalt des Kurses",
		supply: "Zum Kurs hinzufügen",
		items: "Aus der Bibliothek",
		modules: "Module",
		searchModules: "Module suchen",
		addModule: "Neues Modul",
		details: "Titel und Sichtbarkeit",
		summary: "Worum es geht",
		published: "Lernende sehen es",
		shared: "Alle Lehrenden dürfen es lesen",
		saved: "Alles ist gespeichert",
		saving: "Wird gespeichert …",
		keys: "Auf einem Griff: Alt mit ↑ ↓ verschiebt, Alt mit → in das Modul darüber, Alt mit ← hinaus; ↑ ↓ gehen von Zeile zu Zeile, Entf nimmt heraus.",
		empty: "Noch ist nichts darin. Fügen Sie etwas aus der Bibliothek hinzu.",
		emptyModule: "Leer",
		dropHere: "Hier ablegen für das Ende des Kurses",
		handle: "%{title} verschieben, %{place} von %{size} in %{parent}",
		menu: "Mehr zu %{title}",
		toggle: "Inhalt von %{title}",
		unknown: "Etwas, das Sie nicht sehen dürfen oder das es nicht mehr gibt",
		moved: "%{title} ist jetzt %{place} von %{size} in %{parent}",
		cannot: "%{title} kann nicht dorthin",
		removed: "%{title} ist herausgenommen",
		remove: "Aus dem Kurs nehmen",
		moves: {
			up: "Nach oben",
			down: "Nach unten",
			into: "In %{title} hinein",
			out: "Aus %{title} heraus"
		},
		unpublished: "Lernende sehen diesen Kurs noch nicht.",
		hidden: "1 Inhalt ist nicht veröffentlicht: Lernende sehen ihn nicht. |||| %{smart_count} Inhalte sind nicht veröffentlicht: Lernende sehen sie nicht.",
		previous: "Zurück",
		next: "Weiter",
		nothingPublished: "Noch ist nichts davon veröffentlicht."
	}
};
