/** Why a backup cannot be made or restored; its message is for whoever typed the command. */
export class BackupError extends Error {
	override name = "BackupError";
}
