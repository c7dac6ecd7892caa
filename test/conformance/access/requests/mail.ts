/** The outbox of mails. */
import { waitUntil } from "../../../support/wait-until.ts";
import type { Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";

const { requests, ask } = newRequests();

/** The mail of a kind to somebody, once it has been made. */
export async function mailTo({ admin }: Stage, to: string, kind: string) {
	const query = `filter[to]=${to}&filter[kind]=${kind}&filter[state]=kept`;
	let mail: { id: string; text: string } | undefined;
	await waitUntil(`a mail to ${to}`, async () => {
		const { body } = await admin.get<{ data: (typeof mail)[] }>(`/mail?${query}`);
		mail = body.data[0];
		return mail !== undefined;
	});
	return { id: mail!.id, token: /#token=([\w-]+)/.exec(mail!.text)![1]! };
}

ask("GET /mail");
ask("GET /mail/count");
for (const route of ["GET /mail/:id", "POST /mail/:id/retry", "DELETE /mail/:id"])
	ask(route, async stage => {
		const { email } = await stage.shared("mail", () => stage.passenger("student"));
		const { id } = await stage.shared(`mail to ${email}`, () =>
			mailTo(stage, email, "verifyEmail")
		);
		return { params: { id } };
	});

export const mailRequests = requests;
