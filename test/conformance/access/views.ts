/**
 * What the answers of the matrix may hold, field by field. `all` is for every caller who gets the answer,
 * a caller's own line outweighs it. A field inside of another is `outer.inner`, also in arrays; `outer.*`
 * stands for whatever is in it.
 */
import type { Who } from "./matrix.ts";

type View = Partial<Record<Who | "all", string>>;

const TIMES = "id rev createdAt updatedAt";
const TOKENS = "access_token refresh_token token_type expires_in";
const USER =
	"email username name roles isActive plan gradeLevel bio avatarUrl emailVerified emailVerifiedAt".split(
		" "
	);
const API_KEY = `${TIMES} userId name scopes expiresAt prefix rotatedAt lastUsedAt`;
const SESSION = `${TIMES} userId device userAgent address lastUsedAt expiresAt provedAt endedAt endReason`;
const PLUGIN =
	"id name title description version source enabled removed state desired.* actual.* previous " +
	"previous.* lastFailure lastFailure.* requires.* permissions.* settings.* settingsSchema.* updatedAt";
const OPEN_EXERCISE =
	`${TIMES} title description topic difficulty language status starterCode expectedOutput ` +
	"examples.input examples.expected authorId";
const MIGRATION =
	"number file summary version checksum pausesWrites expand.* contract contract.*".split(" ");
const KIND = "kind service description channels.*".split(" ");
const RULE = "action subject conditions.* fields inverted reason".split(" ");

const ITEM_RIGHTS = "ownerId writers readers shared";
const OPEN_CONTENT =
	`${TIMES} kind title summary body objectives topics level language licence source attachments.* synonyms ` +
	"questionType stem choices matches exerciseId questions.* passMark ownerId publishedAt";
const WHOLE_CONTENT = `${OPEN_CONTENT} options.text options.correct options.note pairs.* answer.* explanation`;
const COMMENT = "id itemId text authorId itemRev passage.* resolvedAt resolvedById createdAt";

const VIEWS: Record<string, View> = {
	Root: {
		all: "name version apiVersion plugins.name plugins.version plugins.title documents.*"
	},
	Health: { all: "status checks.*" },
	Document: { all: "openapi info.* servers.* tags.* paths.* components.* security.* x-events.*" },
	AsyncDocument: {
		all: "asyncapi info.* defaultContentType servers.* channels.* operations.* components.*"
	},
	Count: { all: "total" },
	Screens: {
		all:
			"user viewedBy rules rules.* screens.name screens.path screens.subject screens.service screens.isPlugin " +
			"screens.label screens.singular screens.icon screens.title screens.list screens.form " +
			"screens.filters screens.labels.* screens.schema.* screens.create screens.create.* " +
			"screens.update screens.update.* screens.fields.* screens.searchable screens.operations " +
			"screens.verbs.* pages.*"
	},
	View: {
		all: "id collection name filter filter.* sort.* columns sharedWith isOwn createdAt updatedAt"
	},
	Outcomes: { all: "undo outcomes.id outcomes.rev outcomes.problem outcomes.problem.*" },
	Nodes: {
		all: `total ${within("data", "id url host pid version runsPlugins isPresent startedAt aliveAt".split(" "))}`
	},

	Logs: {
		all: `nodeId ${within("data", "number at level message plugin source requestId details details.*".split(" "))}`
	},
	Traffic: {
		all: `nodeId everySeconds ${within("data", "at requests errors p50 p99 memoryMb running queued sockets learners".split(" "))}`
	},
	Figures: {
		all: "name nodeId calls errors faults p50 p99 active holds.* actions.* routes.*"
	},
	Schedules: {
		all: `total ${within("data", "name job description cron timezone missed nextAt lastAt".split(" "))}`
	},
	TrashSummary: { all: `total ${within("data", ["collection", "label", "total"])}` },
	Trash: {
		all: `page pageSize total ${within("data", "id removedAt purgeAt removedBy document.*".split(" "))}`
	},

	Accepted: { all: "message" },
	SignedIn: { all: `${TOKENS} ${within("user", TIMES.split(" "))} ${within("user", USER)}` },
	Tokens: { all: TOKENS },
	User: { all: `${TIMES} ${USER.join(" ")}` },
	Factor: { all: "enabled recoveryCodesLeft" },
	Enrolment: { all: "secret uri" },
	RecoveryCodes: { all: "recoveryCodes" },
	OwnSession: { all: `${SESSION} current` },
	Session: { all: SESSION },
	ViewToken: { all: "access_token token_type expires_in" },
	Rotation: { all: "kid signsFrom" },
	ApiKey: { all: API_KEY },
	NewApiKey: { all: `${API_KEY} key` },

	Role: { all: `${TIMES} name description ${within("rules", RULE)}` },
	Explanation: {
		all: `user roles allowed reason ${decision("decidedBy")} ${decision("considered")}`
	},
	RolePreview: {
		all:
			`problems users.total users.first ${within("changes", ["subject", "actions", "users"])} ` +
			["before", "after"]
				.map(side => within(`changes.${side}`, ["documents", "fields"]))
				.join(" ")
	},
	Rules: { all: `data.role data.source ${within("data.rules", RULE)}` },
	Lockout: { all: `${TIMES} kind login address tries locked expiresAt` },
	Limits: {
		all:
			`${TIMES} ${within("plans", ["name", "points", "seconds"])} ` +
			["address", "user", "login", "reset"]
				.map(limit => within(limit, ["points", "seconds"]))
				.join(" ")
	},
	LimitBlock: { all: `${TIMES} limit subject times blockedUntil expiresAt` },
	Mail: {
		all: `${TIMES} kind to subject text html state attempts nextAttemptAt error sentAt expiresAt`
	},
	Notification: { all: `${TIMES} userId kind title body values.* about.* readAt` },
	Unread: { all: "unread" },
	ReadNotifications: { all: "read" },
	NotificationKinds: {
		all: `total ${within("data", [...KIND, "title", "body", "schema.*"])}`
	},
	NotificationPreferences: { all: `total ${within("data", [...KIND, "defaults.*"])}` },
	File: { all: `${TIMES} name mediaType size sha256 ownerId` },
	FileLink: { all: "url expiresAt" },
	AuditEntry: {
		all:
			`${TIMES} seq at eventType component severity outcome code action actorId actorKind viewedBy ` +
			"collectionName documentId revision requestId address details.* previousHash hash"
	},
	Task: {
		all:
			`${TIMES} job state progress message attempts priority runAt batchId members result.* ` +
			"error.* askedBy requestId startedAt finishedAt expiresAt nodeId"
	},
	AcceptedTask: { all: "id taskId state progress" },
	Streams: {
		all:
			"total data.name data.description data.owner data.types.* data.messages data.waiting " +
			"data.oldestAt data.newestAt data.groups.* data.deadLetters"
	},
	DeclaredEvents: { all: "total data.name data.service data.description data.schema.*" },
	StreamMessage: { all: "id stream key type payload.* at actorId requestId" },
	DeadLetter: {
		all:
			`${TIMES} stream group messageId key type payload.* error attempts publishedAt ` +
			"actorId requestId"
	},
	Replayed: { all: "replayed" },
	Verification: { all: "valid checked keptFrom head.seq head.hash brokenAt" },
	Plugin: { all: PLUGIN },
	Migrations: {
		all: `${within("data", MIGRATION)} total`
	},
	Plugins: { all: `${within("data", PLUGIN.split(" "))} total` },

	Project: {
		all: `${TIMES} name description status tags startsOn dueOn ownerId members.userId members.role`
	},
	Summary: { all: "total byStatus.* byTag.*" },
	Transfer: { all: "id projectId projectRev fromUserId toUserId byUserId note createdAt" },

	Exercise: {
		all: `${OPEN_EXERCISE} testCases.input testCases.expected testCases.hidden hints solutionCode`,
		student: OPEN_EXERCISE
	},
	QualityRules: {
		all: `failures ${within("data", "id version severity title kinds depends owner".split(" "))}`
	},
	QualityDraft: {
		all: within("data", "rule severity field line passage message advice fix".split(" "))
	},
	QualityBenchmarks: { all: "library.* golden.* chosen.* rules.* worst.* trend.*" },
	QualityCheck: {
		all:
			`${TIMES} itemId collectionId all links state progress taskId askedBy items unchanged opened ` +
			"closed score failures endedAt"
	},
	QualityItem: {
		all:
			`${TIMES} ${ITEM_RIGHTS} title kind collectionIds itemRev score errorCount warningCount ` +
			"infoCount golden checkedAt earlier.*"
	},
	QualityFinding: {
		all:
			`${TIMES} ${ITEM_RIGHTS} itemId itemTitle itemRev collectionIds rule ruleVersion severity field ` +
			"line passage message advice fix.* state waiver.* assigneeId dueOn seenAt closedAt reopened reports"
	},
	QualityPolicy: { all: `${TIMES} name collectionId rules.* gate glossary` },
	PolicyEffect: {
		all: "findings gone changed blockedNow blockedThen comingBack rules.rule rules.before.* rules.after.*"
	},
	QualityMonitor: {
		all: `${TIMES} name itemId collectionId all onChange everyHours enabled ownerId nextAt lastAt`
	},
	QualityFeedback: {
		all: `${TIMES} ${ITEM_RIGHTS} itemId rating kind passage text authorId findingId`,
		student: `${TIMES} itemId rating kind passage text authorId`
	},
	QualityReport: {
		all: `${TIMES} format collectionId expiresAt ownerId items findings fileId`
	},
	ReportLink: { all: "id url expiresAt" },
	ContentItem: {
		all:
			`${WHOLE_CONTENT} status sharedWith reviewers shared publishedRev publishAt expireAt ` +
			within("steps", ["status", "at", "byId", "comment", "rev"]),
		student: OPEN_CONTENT
	},
	PublishedItem: { all: `${WHOLE_CONTENT} itemRev expireAt`, student: OPEN_CONTENT },
	ContentVersion: { all: "rev at byId action status title changed published" },
	Differences: {
		all: `from to ${within("differences", ["field", "before", "after", "parts.*"])}`
	},
	ContentComment: { all: COMMENT },
	ContentCollection: {
		all: `${TIMES} kind title summary entries.type entries.id published shared ownerId`
	},
	Outline: {
		all: "id title kind entries.type entries.id entries.title entries.kind entries.status"
	},
	ContentImport: {
		all: `${TIMES} fileId name format state preview.* warnings.* problem taskId ownerId`
	},
	Accepted202: { all: "id taskId state progress" },
	Rendered: { all: "html headings.level headings.text headings.id" },
	Library: {
		all:
			`page pageSize total facets.* ` +
			within(
				"data",
				"id edition kind title summary topics level language licence questionType status ownerId publishedAt changedAt".split(
					" "
				)
			)
	},
	Hint: { all: "index hint releasedAt" },
	ReleasedHint: { all: "index hint remaining" }
};

/** What every page has beside its documents; hints also say how many are left. */
const PAGE = ["page", "pageSize", "total", "remaining"];

/** What an entry of a history has beside the document before and after. */
const CHANGE = ["id", "rev", "type", "at", "actor.id", "actor.kind", "changed"];

/** The fields of an answer that its caller should not see; throws when there is no such view. */
export function fieldsBeyond(shows: string, who: Who, body: unknown): string[] {
	const [, name = "", form] = /^(\w+)(\[\]|~)?$/.exec(shows) ?? [];
	const view = VIEWS[name];
	if (!view)
		throw new Error(`There is no view "${name}": add it to test/conformance/access/views.ts`);
	const own = (view[who] ?? view.all ?? "").split(" ");
	if (form === undefined) return beyond(fieldsOf(body), own);
	const { data, ...page } = body as { data: object[] };
	const documents = form === "~" ? data.flatMap(sidesOf) : data;
	return [
		...beyond(fieldsOf(page), PAGE),
		...(form === "~" ? data.flatMap(entry => changeBeyond(entry, own)) : []),
		...documents.flatMap(document => beyond(fieldsOf(document), own))
	];
}

function changeBeyond(entry: object, own: string[]): string[] {
	const { before: _before, after: _after, ...rest } = entry as Record<string, unknown>;
	const names = own.map(field => field.split(".", 1)[0]!);
	return [...beyond(fieldsOf(rest), CHANGE), ...beyond((rest.changed ?? []) as string[], names)];
}

function sidesOf(entry: object): object[] {
	const { before, after } = entry as { before: object | null; after: object | null };
	return [before, after].filter(side => side !== null);
}

/** The paths of everything in a value that holds nothing more. */
function fieldsOf(value: unknown, path = ""): string[] {
	const isList = Array.isArray(value);
	const parts = typeof value === "object" && value !== null ? Object.entries(value) : [];
	if (parts.length === 0) return path === "" ? [] : [path];
	return parts.flatMap(([key, part]) =>
		fieldsOf(part, isList ? path : path === "" ? key : `${path}.${key}`)
	);
}

/** An empty object or list goes by the name of what would be in it. */
function beyond(fields: string[], allowed: string[]): string[] {
	const isAllowed = (field: string) =>
		allowed.some(
			name =>
				field === name ||
				name.startsWith(`${field}.`) ||
				(name.endsWith(".*") && field.startsWith(name.slice(0, -1)))
		);
	return [...new Set(fields)].filter(field => !isAllowed(field));
}

function within(outer: string, fields: string[]): string {
	return fields.map(field => `${outer}.${field}`).join(" ");
}

function decision(path: string): string {
	return `${within(path, ["role", "source", "applies"])} ${within(`${path}.rule`, RULE)}`;
}
