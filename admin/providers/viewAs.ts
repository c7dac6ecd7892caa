/** Looking at things as another user does: with a token that reads alone and is kept in memory. */
import { request, setViewToken } from "../api/http.ts";
import { closeSocket } from "../live/socket.ts";

let viewed: { id: string; name: string } | null = null;

/** Whose view it is; null for one's own. */
export function viewedUser(): { id: string; name: string } | null {
	return viewed;
}

/** Begins to look as the user does. */
export async function viewAs(user: { id: string; name: string }): Promise<void> {
	const { body } = await request<{ access_token: string }>("/auth/view-as", {
		method: "POST",
		body: { userId: user.id }
	});
	setViewToken(body.access_token);
	viewed = user;
	closeSocket();
}

/** Goes back to one's own view. */
export function endView(): void {
	if (viewed === null) return;
	setViewToken(null);
	viewed = null;
	closeSocket();
}
