/** Who is signed in: by the session's cookies, see `api/http.ts`. */
import type { AuthProvider } from "react-admin";
import { mayBeSignedIn, request } from "../api/http.ts";
import { hasCode } from "../api/problem.ts";
import { currentScreens, forgetScreens, loadScreens } from "../api/screens.ts";
import { closeSocket } from "../live/socket.ts";
import { endView } from "./viewAs.ts";

interface Me {
	id: string;
	name?: string;
	username?: string;
	email: string;
	avatarUrl?: string;
}

export interface Login {
	username: string;
	password: string;
	otp?: string;
}

export const authProvider: AuthProvider = {
	async login({ username, password, otp }: Login) {
		await request("/auth/login", {
			method: "POST",
			body: { username, password, ...(otp && { otp }) }
		});
		await loadScreens();
	},

	async logout() {
		endView();
		if (mayBeSignedIn())
			await request("/auth/logout", { method: "POST", body: {} }).catch(() => undefined);
		closeSocket();
		forgetScreens();
	},

	async checkAuth() {
		if (!mayBeSignedIn()) throw new Error("lyceum.login.needed");
		if (currentScreens().user === null) await loadScreens();
	},

	checkError(error: { status?: number }) {
		if (error.status !== 401 || hasCode(error, "AUTH_LOGIN_FAILED")) return Promise.resolve();
		return Promise.reject(error);
	},

	async getIdentity() {
		const { body } = await request<Me>("/auth/me");
		return { id: body.id, fullName: body.name ?? body.username ?? body.email };
	},

	getPermissions: () => Promise.resolve(currentScreens().rules)
};
