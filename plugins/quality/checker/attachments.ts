/** Attachments are all that is known of the addresses inside of the library; undefined for any other. */
export function existsIn(attachments: readonly string[] = [], address: string) {
	const [, name] = /^attachment:(.+)$/.exec(address) ?? [];
	return name === undefined ? undefined : attachments.includes(decodeURIComponent(name));
}
