/**
 * Who is answered what: one row for each route, one column for each kind of caller.
 *
 * `owner` made what the request is about (an exercise or an item of content is made by a teacher: there `owner` is its author
 * and `teacher` another one); `student` and `teacher` have nothing to do with it; `key` is an API key of
 * the owner whose scopes are of another service. A cell is the status that a well-formed request gets.
 * `shows` names what a 2xx answer holds, see `views.ts`: one of it, `Name[]` a page, `Name~` a history,
 * `-` nothing, `text` what is no JSON.
 *
 * Routes are below `/api/v1`; those that begin with `//` are at the root. A new route needs a row here, a
 * request in `requests/` (collections have a helper that makes all of theirs) and, for an answer of a
 * new kind, a view in `views.ts`; `access-matrix.test.ts` says which of them is missing.
 */

export const CALLERS = ["guest", "student", "owner", "teacher", "admin", "key"] as const;

export type Who = (typeof CALLERS)[number];

export interface Row {
	route: string;
	statuses: Record<Who, number>;
	shows: string;
}

const TABLE = `
	route                                  guest student owner teacher admin key  shows

	GET    /                                200    200    200    200    200  200  Root
	GET    /health                          200    200    200    200    200  200  Health
	GET    /health/live                     200    200    200    200    200  200  Health
	GET    /health/ready                    200    200    200    200    200  200  Health
	GET    /openapi.json                    200    200    200    200    200  200  Document
	GET    //health                         200    200    200    200    200  200  Health
	GET    //health/live                    200    200    200    200    200  200  Health
	GET    //health/ready                   200    200    200    200    200  200  Health
	GET    //openapi.json                   200    200    200    200    200  200  Document
	GET    /health/detailed                200    200    200    200    200  200  Health
	GET    //health/detailed               200    200    200    200    200  200  Health
	GET    //verify-email                  200    200    200    200    200  200  text
	GET    //reset-password                200    200    200    200    200  200  text
	GET    /asyncapi.json                   200    200    200    200    200  200  AsyncDocument
	GET    //asyncapi.json                  200    200    200    200    200  200  AsyncDocument
	GET    //docs                           200    200    200    200    200  200  text
	GET    //docs/:version/:file            200    200    200    200    200  200  text
	GET    //redoc                          200    200    200    200    200  200  text
	GET    //websocket/test                 200    200    200    200    200  200  text
	GET    //websocket/test/:file           200    200    200    200    200  200  text
	GET    //metrics                        200    200    200    200    200  200  text

	GET    //admin                         200    200    200    200    200  200  text
	GET    //admin/:section                200    200    200    200    200  200  text
	GET    //admin/:section/:part          200    200    200    200    200  200  text
	GET    //admin/:section/:part/:view    200    200    200    200    200  200  text
	GET    //admin/assets/:file            404    404    404    404    404  404  text
	GET    //admin/modules/:plugin/:version/:file 401 200  200    200    200  403  text
	GET    //admin/frames/:plugin/:version/:page  401 404  404    404    404  403  text
	GET    /console                         401    200    200    200    200  403  Screens
	GET    /console/export                  401    200    200    200    200  403  text
	POST   /console/changes                 401    200    200    200    200  403  Outcomes
	POST   /console/changes/:id/undo        401    200    200    200    200  403  Outcomes
	GET    /console/views                   401    200    200    200    200  403  View[]
	POST   /console/views                   401    201    201    201    201  403  View
	PATCH  /console/views/:id               401    404    200    404    404  403  View
	DELETE /console/views/:id               401    404    204    404    404  403  -

	POST   /auth/register                   201    201    201    201    201  201  SignedIn
	POST   /auth/login                      200    200    200    200    200  200  SignedIn
	POST   /auth/refresh                    200    200    200    200    200  200  Tokens
	POST   /auth/logout                     401    204    204    204    204  403  -
	GET    /auth/me                         401    200    200    200    200  403  User
	PATCH  /auth/me                         401    200    200    200    200  403  User
	POST   /auth/change-password            401    204    204    204    204  403  -
	POST   /auth/forgot-password           202    202    202    202    202  202  Accepted
	POST   /auth/reset-password            204    204    204    204    204  204  -
	POST   /auth/verify-email              204    204    204    204    204  204  -
	POST   /auth/resend-verification       202    202    202    202    202  202  Accepted
	POST   /auth/step-up                    401    204    204    204    204  403  -
	GET    /auth/totp                       401    200    200    200    200  403  Factor
	POST   /auth/totp/enroll                401    200    200    200    200  403  Enrolment
	POST   /auth/totp/confirm               401    200    200    200    200  403  RecoveryCodes
	POST   /auth/totp/recovery-codes        401    200    200    200    200  403  RecoveryCodes
	POST   /auth/totp/disable               401    204    204    204    204  403  -
	GET    /auth/sessions                   401    200    200    200    200  403  OwnSession[]
	DELETE /auth/sessions                   401    204    204    204    204  403  -
	DELETE /auth/sessions/:id               401    404    204    404    404  403  -
	POST   /auth/view-as                    401    403    403    403    200  403  ViewToken
	POST   /auth/signing-keys/rotate        401    403    403    403    200  403  Rotation

	GET    /api-keys                        401    200    200    200    200  403  ApiKey[]
	GET    /api-keys/count                  401    200    200    200    200  403  Count
	POST   /api-keys                        401    201    201    201    201  403  NewApiKey
	GET    /api-keys/:id                    401    404    200    404    200  403  ApiKey
	GET    /api-keys/:id/history            401    404    200    404    200  403  ApiKey~
	PATCH  /api-keys/:id                    401    404    200    404    200  403  ApiKey
	DELETE /api-keys/:id                    401    404    204    404    204  403  -
	POST   /api-keys/:id/rotate             401    404    200    404    403  403  NewApiKey

	GET    /sessions                        401    403    403    403    200  403  Session[]
	GET    /sessions/count                  401    403    403    403    200  403  Count
	GET    /sessions/:id                    401    403    403    403    200  403  Session
	DELETE /sessions/:id                    401    403    403    403    204  403  -

	GET    /users                           401    403    403    403    200  403  User[]
	GET    /users/count                     401    403    403    403    200  403  Count
	POST   /users                           401    403    403    403    201  403  User
	GET    /users/:id                       401    403    403    403    200  403  User
	GET    /users/:id/history               401    403    403    403    200  403  User~
	PUT    /users/:id                       401    403    403    403    200  403  User
	PATCH  /users/:id                       401    403    403    403    200  403  User
	DELETE /users/:id                       401    403    403    403    204  403  -
	POST   /users/:id/restore               401    403    403    403    200  403  User

	GET    /roles                           401    403    403    403    200  403  Role[]
	GET    /roles/count                     401    403    403    403    200  403  Count
	POST   /roles                           401    403    403    403    201  403  Role
	GET    /roles/:id                       401    403    403    403    200  403  Role
	GET    /roles/:id/history               401    403    403    403    200  403  Role~
	PUT    /roles/:id                       401    403    403    403    200  403  Role
	PATCH  /roles/:id                       401    403    403    403    200  403  Role
	DELETE /roles/:id                       401    403    403    403    204  403  -
	POST   /roles/preview                   401    403    403    403    200  403  RolePreview
	POST   /roles/:id/restore               401    403    403    403    200  403  Role

	GET    /access/explain                  401    403    403    403    200  403  Explanation
	GET    /access/rules                    401    403    403    403    200  403  Rules
	GET    /lockouts                        401    403    403    403    200  403  Lockout[]
	GET    /lockouts/count                  401    403    403    403    200  403  Count
	GET    /lockouts/:id                    401    403    403    403    200  403  Lockout
	DELETE /lockouts/:id                    401    403    403    403    204  403  -
	GET    /limits                          401    403    403    403    200  403  Limits
	PUT    /limits                          401    403    403    403    200  403  Limits
	GET    /limits/blocks                   401    403    403    403    200  403  LimitBlock[]
	GET    /limits/blocks/count             401    403    403    403    200  403  Count
	GET    /limits/blocks/:id               401    403    403    403    200  403  LimitBlock
	DELETE /limits/blocks/:id               401    403    403    403    204  403  -
	GET    /nodes                           401    403    403    403    200  403  Nodes
	GET    /logs                            401    403    403    403    200  403  Logs
	GET    /monitoring/history              401    403    403    403    200  403  Traffic
	GET    /monitoring/plugins/:name        401    403    403    403    200  403  Figures
	GET    /trash                           401    200    200    200    200  403  TrashSummary
	GET    /trash/:collection               401    200    200    200    200  403  Trash
	GET    /mail                           401    403    403    403    200  403  Mail[]
	GET    /mail/count                      401    403    403    403    200  403  Count
	GET    /mail/:id                        401    403    403    403    200  403  Mail
	POST   /mail/:id/retry                  401    403    403    403    200  403  Mail
	DELETE /mail/:id                        401    403    403    403    204  403  -

	GET    //notification-preferences       200    200    200    200    200  200  text
	GET    /notifications                   401    200    200    200    200  403  Notification[]
	GET    /notifications/count             401    200    200    200    200  403  Count
	GET    /notifications/unread-count      401    200    200    200    200  403  Unread
	GET    /notifications/kinds             401    200    200    200    200  403  NotificationKinds
	GET    /notifications/preferences       401    200    200    200    200  403  NotificationPreferences
	PATCH  /notifications/preferences       401    200    200    200    200  403  NotificationPreferences
	POST   /notifications/read-all          401    200    200    200    200  403  ReadNotifications
	GET    /notifications/:id               401    404    200    404    404  403  Notification
	PATCH  /notifications/:id               401    404    200    404    404  403  Notification
	DELETE /notifications/:id               401    404    204    404    404  403  -
	POST   /notifications/:id/restore       401    404    200    404    404  403  Notification

	GET    /files                           401    200    200    200    200  403  File[]
	GET    /files/count                     401    200    200    200    200  403  Count
	POST   /files                           401    201    201    201    201  403  File
	GET    /files/:id                       401    404    200    404    200  403  File
	GET    /files/:id/history               401    404    200    404    200  403  File~
	PATCH  /files/:id                       401    404    200    404    200  403  File
	DELETE /files/:id                       401    404    204    404    204  403  -
	GET    /files/:id/content               401    404    200    404    200  403  text
	POST   /files/:id/link                  401    404    200    404    200  403  FileLink
	GET    /files/:id/linked                200    200    200    200    200  200  text
	POST   /uploads                         401    201    201    201    201  403  -
	GET    /uploads/:id                     401    404    200    404    404  403  -
	PATCH  /uploads/:id                     401    404    204    404    404  403  -
	DELETE /uploads/:id                     401    404    204    404    404  403  -
	GET    /audit                           401    403    403    403    200  403  AuditEntry[]
	GET    /audit/count                     401    403    403    403    200  403  Count
	GET    /audit/verify                    401    403    403    403    200  403  Verification
	GET    /audit/:id                       401    403    403    403    200  403  AuditEntry

	GET    /streaming/events                401    200    200    200    200  403  text
	GET    /streaming/progress              401    404    200    200    200  403  text
	GET    /tasks                           401    200    200    200    200  403  Task[]
	GET    /tasks/schedules                 401    403    403    403    200  403  Schedules
	GET    /tasks/count                     401    200    200    200    200  403  Count
	GET    /tasks/:id                       401    404    200    200    200  403  Task
	POST   /tasks/:id/cancel                401    404    200    404    200  403  Task
	GET    /streams                         401    403    403    403    200  403  Streams
	GET    /streams/events                  401    403    403    403    200  403  DeclaredEvents
	GET    /streams/:name/messages          401    403    403    403    200  403  StreamMessage[]
	DELETE /streams/:name/groups/:group     401    403    403    403    204  403  -
	GET    /streams/dead-letters            401    403    403    403    200  403  DeadLetter[]
	GET    /streams/dead-letters/count      401    403    403    403    200  403  Count
	GET    /streams/dead-letters/:id        401    403    403    403    200  403  DeadLetter
	DELETE /streams/dead-letters/:id        401    403    403    403    204  403  -
	POST   /streams/dead-letters/:id/restore 401   403    403    403    200  403  DeadLetter
	POST   /streams/dead-letters/:id/replay 401    403    403    403    200  403  Replayed
	POST   /streams/dead-letters/replay     401    403    403    403    200  403  Replayed

	GET    /plugins                         401    403    403    403    200  403  Plugins
	POST   /plugins                         401    403    403    403    201  403  Plugin
	GET    /plugins/:name                   401    403    403    403    200  403  Plugin
	DELETE /plugins/:name                   401    403    403    403    204  403  -
	POST   /plugins/:name/contract          401    403    403    403    200  403  Plugin
	GET    /plugins/:name/migrations        401    403    403    403    200  403  Migrations
	POST   /plugins/:name/disable           401    403    403    403    200  403  Plugin
	POST   /plugins/:name/enable            401    403    403    403    200  403  Plugin
	POST   /plugins/:name/reload            401    403    403    403    200  403  Plugin
	POST   /plugins/:name/rollback          401    403    403    403    200  403  Plugin
	PATCH  /plugins/:name/settings          401    403    403    403    200  403  Plugin

	GET    /projects                        401    200    200    200    200  403  Project[]
	GET    /projects/count                  401    200    200    200    200  403  Count
	GET    /projects/stats/summary          401    200    200    200    200  403  Summary
	POST   /projects                        401    201    201    201    201  403  Project
	GET    /projects/:id                    401    404    200    404    200  403  Project
	GET    /projects/:id/history            401    404    200    404    200  403  Project~
	PUT    /projects/:id                    401    404    200    404    200  403  Project
	PATCH  /projects/:id                    401    404    200    404    200  403  Project
	DELETE /projects/:id                    401    404    204    404    204  403  -
	POST   /projects/:id/restore            401    404    200    404    200  403  Project
	POST   /projects/:id/members            401    404    201    404    201  403  Project
	PATCH  /projects/:id/members/:userId    401    404    200    404    200  403  Project
	DELETE /projects/:id/members/:userId    401    404    204    404    204  403  -
	POST   /projects/:id/transfer           401    404    200    404    200  403  Project
	GET    /projects/:id/transfers          401    404    200    404    200  403  Transfer[]

	GET    /content                         401    200    200    200    200  403  ContentItem[]
	GET    /content/count                   401    200    200    200    200  403  Count
	POST   /content                         401    403    201    201    201  403  ContentItem
	GET    /content/:id                     401    404    200    404    200  403  ContentItem
	GET    /content/:id/history             401    403    200    404    200  403  ContentItem~
	PUT    /content/:id                     401    403    200    404    200  403  ContentItem
	PATCH  /content/:id                     401    403    200    404    200  403  ContentItem
	DELETE /content/:id                     401    403    204    404    204  403  -
	POST   /content/:id/restore             401    403    200    404    200  403  ContentItem
	GET    /content/library                 401    200    200    200    200  403  Library
	POST   /content/render                  401    403    200    200    200  403  Rendered
	GET    /content/:id/html                401    404    200    404    200  403  Rendered
	POST   /content/:id/submit              401    403    200    404    200  403  ContentItem
	POST   /content/:id/approve             401    403    403    404    200  403  ContentItem
	POST   /content/:id/reject              401    403    403    404    200  403  ContentItem
	POST   /content/:id/publish             401    403    200    404    200  403  ContentItem
	POST   /content/:id/archive             401    403    200    404    200  403  ContentItem
	GET    /content/:id/versions            401    403    200    404    200  403  ContentVersion[]
	GET    /content/:id/versions/:version   401    403    200    404    200  403  ContentItem
	POST   /content/:id/versions/:version/restore  401  403  200  404    200  403  ContentItem
	GET    /content/:id/differences         401    403    200    404    200  403  Differences
	GET    /content/:id/comments            401    403    200    404    200  403  ContentComment[]
	POST   /content/:id/comments            401    403    201    404    201  403  ContentComment
	POST   /content/:id/comments/:commentId/resolve  401  403  200  404  200  403  ContentComment
	DELETE /content/:id/comments/:commentId  401   403    204    404    204  403  -
	GET    /content/published               401    200    200    200    200  403  PublishedItem[]
	GET    /content/published/count         401    200    200    200    200  403  Count
	GET    /content/published/:id           401    200    200    200    200  403  PublishedItem
	GET    /content/collections             401    200    200    200    200  403  ContentCollection[]
	GET    /content/collections/count       401    200    200    200    200  403  Count
	POST   /content/collections             401    403    201    201    201  403  ContentCollection
	GET    /content/collections/:id         401    404    200    404    200  403  ContentCollection
	GET    /content/collections/:id/history  401   404    200    404    200  403  ContentCollection~
	PUT    /content/collections/:id         401    403    200    404    200  403  ContentCollection
	PATCH  /content/collections/:id         401    403    200    404    200  403  ContentCollection
	DELETE /content/collections/:id         401    403    204    404    204  403  -
	POST   /content/collections/:id/restore  401   403    200    404    200  403  ContentCollection
	GET    /content/collections/:id/outline  401   404    200    404    200  403  Outline
	GET    /content/imports                 401    403    200    200    200  403  ContentImport[]
	GET    /content/imports/count           401    403    200    200    200  403  Count
	POST   /content/imports                 401    403    202    202    202  403  Accepted202
	GET    /content/imports/:id             401    403    200    404    200  403  ContentImport
	POST   /content/imports/:id/apply       401    403    202    404    202  403  Accepted202
	POST   /content/imports/samples         401    403    403    403    202  403  Accepted202
	GET    /content/export                  401    403    200    200    200  403  text

	GET    /exercises                       401    200    200    200    200  403  Exercise[]
	GET    /exercises/count                 401    200    200    200    200  403  Count
	POST   /exercises                       401    403    201    201    201  403  Exercise
	POST   /exercises/check                 401    403    202    202    202  403  AcceptedTask
	GET    /exercises/:id                   401    200    200    200    200  403  Exercise
	GET    /exercises/:id/history           401    403    200    200    200  403  Exercise~
	PUT    /exercises/:id                   401    403    200    403    200  403  Exercise
	PATCH  /exercises/:id                   401    403    200    403    200  403  Exercise
	DELETE /exercises/:id                   401    403    204    403    204  403  -
	POST   /exercises/:id/restore           401    403    200    404    200  403  Exercise
	GET    /exercises/:id/hints             401    200    200    200    200  403  Hint[]
	POST   /exercises/:id/hints             401    200    200    200    200  403  ReleasedHint

	GET    /quality/rules                   401    403    200    200    200  403  QualityRules
	POST   /quality/drafts                  401    403    200    404    200  403  QualityDraft
	GET    /quality/benchmarks              401    403    200    200    200  403  QualityBenchmarks
	POST   /quality/checks                  401    403    202    404    202  403  AcceptedTask
	GET    /quality/checks                  401    403    200    200    200  403  QualityCheck[]
	GET    /quality/checks/:id              401    403    200    404    200  403  QualityCheck
	POST   /quality/checks/:id/cancel       401    403    200    404    200  403  QualityCheck
	GET    /quality/items                   401    403    200    200    200  403  QualityItem[]
	GET    /quality/items/:id               401    403    200    404    200  403  QualityItem
	PUT    /quality/items/:id/golden        401    403    403    403    200  403  QualityItem
	GET    /quality/findings                401    403    200    200    200  403  QualityFinding[]
	GET    /quality/findings/:id            401    403    200    404    200  403  QualityFinding
	GET    /quality/findings/:id/history    401    403    200    404    200  403  QualityFinding~
	POST   /quality/findings/:id/waive      401    403    200    404    200  403  QualityFinding
	POST   /quality/findings/:id/reopen     401    403    200    404    200  403  QualityFinding
	POST   /quality/findings/:id/assign     401    403    200    404    200  403  QualityFinding
	POST   /quality/findings/:id/done       401    403    200    404    200  403  QualityFinding
	POST   /quality/findings/:id/release    401    403    200    404    200  403  QualityFinding
	POST   /quality/findings/:id/fix        401    403    200    404    200  403  QualityFinding
	GET    /quality/policies                401    403    200    200    200  403  QualityPolicy[]
	POST   /quality/policies                401    403    403    403    201  403  QualityPolicy
	POST   /quality/policies/preview        401    403    200    200    200  403  PolicyEffect
	GET    /quality/policies/:id            401    403    200    200    200  403  QualityPolicy
	GET    /quality/policies/:id/history    401    403    200    200    200  403  QualityPolicy~
	PUT    /quality/policies/:id            401    403    403    403    200  403  QualityPolicy
	PATCH  /quality/policies/:id            401    403    403    403    200  403  QualityPolicy
	DELETE /quality/policies/:id            401    403    403    403    204  403  -
	GET    /quality/monitors                401    403    200    200    200  403  QualityMonitor[]
	POST   /quality/monitors                401    403    201    404    201  403  QualityMonitor
	GET    /quality/monitors/:id            401    403    200    404    200  403  QualityMonitor
	PATCH  /quality/monitors/:id            401    403    200    404    200  403  QualityMonitor
	DELETE /quality/monitors/:id            401    403    204    404    204  403  -
	GET    /quality/feedback                401    200    200    200    200  403  QualityFeedback[]
	POST   /quality/feedback                401    404    201    404    201  403  QualityFeedback
	GET    /quality/feedback/:id            401    404    200    404    200  403  QualityFeedback
	GET    /quality/reports                 401    403    200    200    200  403  QualityReport[]
	POST   /quality/reports                 401    403    201    201    201  403  ReportLink
	GET    /quality/reports/:id             401    403    200    404    200  403  QualityReport
	DELETE /quality/reports/:id             401    403    204    404    204  403  -
	POST   /quality/reports/:id/link        401    403    200    404    200  403  ReportLink
`;

export const MATRIX: Row[] = TABLE.trim()
	.split("\n")
	.slice(1)
	.filter(line => line.trim() !== "")
	.map(readRow);

function readRow(line: string): Row {
	const [method, path, ...cells] = line.trim().split(/\s+/);
	const shows = cells.pop()!;
	const statuses = CALLERS.map((who, index) => [who, Number(cells[index])]);
	if (cells.length !== CALLERS.length || cells.some(cell => !/^[2-4]\d\d$/.test(cell)))
		throw new Error(`No row of the matrix: ${line.trim()}`);
	return { route: `${method} ${path}`, statuses: Object.fromEntries(statuses), shows };
}
