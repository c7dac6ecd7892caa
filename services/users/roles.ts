/** The roles that come with the kernel, beside `guest`, which nobody is given. */
export const ROLES = ["student", "teacher", "admin"] as const;

/** Whose rules hold for callers who have not signed in; no user has it. */
export const GUEST_ROLE = "guest";

/** What somebody who registers becomes. */
export const DEFAULT_ROLE = "student";

/** Whoever has it may do everything. */
export const ADMINISTRATOR_ROLE = "admin";
