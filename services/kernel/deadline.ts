/** Gives up on work that takes too long; the work itself is not stopped by it. */
export async function withDeadline<T>(
	work: Promise<T>,
	milliseconds: number,
	what: string
): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const deadline = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(
			() => reject(new Error(`${what} took longer than ${milliseconds / 1000} s`)),
			milliseconds
		);
	});
	try {
		return await Promise.race([work, deadline]);
	} finally {
		clearTimeout(timer);
	}
}
