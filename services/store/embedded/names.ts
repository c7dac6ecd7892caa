/** Names that the store goes by. */

export const REPLICA_SET = "lyceum";
