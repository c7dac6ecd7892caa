/** The text of an answer; of one that goes on for ever, such as a stream of events, what came first. */
export async function answerText(response: Response): Promise<string> {
	const isEndless = response.headers.get("content-type")?.startsWith("text/event-stream");
	if (!isEndless || response.body === null) return response.text();
	const reader = response.body.getReader();
	const { value } = await reader.read();
	await reader.cancel();
	return new TextDecoder().decode(value);
}
