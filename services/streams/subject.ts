/** What rules call a message of a stream: `{ action: "read", subject: "StreamMessage", conditions: { stream: "…" } }`. */
export const STREAM_MESSAGE = "StreamMessage";

export const MESSAGE_FIELDS = ["stream", "key", "type", "payload", "at", "actorId", "requestId"];
