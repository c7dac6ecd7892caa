/** Signing in, sessions, second factors, keys and lockouts. */
import { Secret, TOTP } from "otpauth";
import type { Who } from "../matrix.ts";
import { make, PASSWORD, type Stage } from "../stage.ts";
import { newRequests, type Asked } from "./ask.ts";
import { mailTo } from "./mail.ts";

const { requests, ask, askCollection } = newRequests();

ask("POST /auth/register", stage => ({
	body: { email: `made${stage.next()}@lyceum.test`, password: PASSWORD }
}));
ask("POST /auth/login", async stage => {
	const { email } = await stage.shared("login", () => stage.passenger("student"));
	return { body: { email, password: PASSWORD } };
});
ask("POST /auth/refresh", async stage => {
	const { refreshToken } = await stage.shared("login", () => stage.passenger("student"));
	return { body: { refresh_token: refreshToken } };
});

for (const path of ["/auth/forgot-password", "/auth/resend-verification"])
	ask(`POST ${path}`, stage => ({ body: { email: `nobody${stage.next()}@lyceum.test` } }));
ask("POST /auth/verify-email", async stage => {
	const { email } = await stage.passenger("student");
	const { token } = await mailTo(stage, email, "verifyEmail");
	return { body: { token } };
});
ask("POST /auth/reset-password", async stage => {
	const { email } = await stage.passenger("student");
	await stage.kernel.guest.post("/auth/forgot-password", { email });
	const { token } = await mailTo(stage, email, "resetPassword");
	return { body: { token, password: "Maple-77-Harbour" } };
});

ask("GET /auth/me");
ask("PATCH /auth/me", { body: { name: "Changed" } });
ask("GET /auth/totp");
ask("POST /auth/totp/enroll");
ask("GET /auth/sessions");

/** For what ends the caller's own sessions or changes its password or factor. */
function askAsPassenger(route: string, body?: unknown) {
	ask(route, async (stage, who) =>
		who === "guest" || who === "key" ? { body } : { body, as: (await stage.passenger(who)).api }
	);
}
askAsPassenger("POST /auth/logout");
askAsPassenger("POST /auth/step-up", { password: PASSWORD });
askAsPassenger("DELETE /auth/sessions");
askAsPassenger("POST /auth/change-password", {
	currentPassword: PASSWORD,
	newPassword: "Maple-77-Harbour"
});

/** Somebody of the same role with a second factor, drawn alone or in use. */
async function enrolled(stage: Stage, who: Who, confirmed: boolean): Promise<Asked> {
	if (who === "guest" || who === "key") return { body: { otp: "123456" } };
	const { api } = await stage.passenger(who);
	const { body } = await api.post<{ secret: string }>("/auth/totp/enroll");
	const otp = new TOTP({ secret: Secret.fromBase32(body.secret) }).generate();
	if (confirmed) await api.post("/auth/totp/confirm", { otp });
	return { as: api, body: { otp } };
}
ask("POST /auth/totp/confirm", (stage, who) => enrolled(stage, who, false));
ask("POST /auth/totp/recovery-codes", (stage, who) => enrolled(stage, who, true));
ask("POST /auth/totp/disable", (stage, who) => enrolled(stage, who, true));

/** A session that its owner, or who may end it, has for this request alone. */
async function ownersSession(stage: Stage) {
	const { api } = await stage.passenger("owner");
	const { body } = await api.get<{ data: { id: string }[] }>("/auth/sessions");
	return { as: api, params: { id: body.data[0]!.id } };
}
ask("DELETE /auth/sessions/:id", async (stage, who) => {
	if (who === "owner") return ownersSession(stage);
	const { params } = await stage.shared("session", () => ownersSession(stage));
	return { params };
});
ask("GET /sessions");
ask("GET /sessions/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /sessions/:id`, async stage => {
		const { params } = await stage.shared("session", () => ownersSession(stage));
		return { params };
	});

ask("POST /auth/view-as", ({ owner }) => ({ body: { userId: owner.id } }));
ask("POST /auth/signing-keys/rotate");

askCollection({
	path: "/api-keys",
	make: ({ owner }) => make(owner, "/api-keys", { name: "Made", scopes: ["users.read"] }),
	body: () => ({ name: "Made", scopes: ["users.read"] }),
	patch: { name: "Changed" },
	owner: ({ owner }) => owner,
	without: ["PUT /api-keys/:id", "POST /api-keys/:id/restore"]
});
ask("POST /api-keys/:id/rotate", async ({ owner }) => ({
	params: { id: await make(owner, "/api-keys", { name: "Made", scopes: ["users.read"] }) }
}));

ask("GET /lockouts");
ask("GET /lockouts/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /lockouts/:id`, async stage => {
		const { kernel, admin } = stage;
		const username = `nobody${stage.next()}`;
		await kernel.guest.post("/auth/login", { username, password: "wrong" });
		const { body } = await admin.get<{ data: { id: string }[] }>(
			`/lockouts?filter[login]=${username}`
		);
		return { params: { id: body.data[0]!.id } };
	});

export const authRequests = requests;
