/**
 * Roles that are made at run time, and the rules of roles as data.
 * Promises that a rule names what exists and can be kept, and that a change counts at the next request
 * on this node, on the others as soon as they hear of it and within a second at the latest.
 */
import {
	collection,
	defineService,
	requestErrors,
	type AbilityRule,
	type Action,
	type CollectionService,
	type Ctx,
	type PrepareContext
} from "../../mixins/index.ts";
import { ADMINISTRATOR_ROLE } from "../users/roles.ts";
import { errors } from "./errors.ts";
import { ROLES_CHANGED } from "./events.ts";
import { previewAction } from "./preview-action.ts";
import { ruleProblems } from "./role-problems.ts";
import { Role } from "./role.model.ts";
import { RemoteRules } from "./remote-rules.ts";
import type { Rules } from "./rules.ts";
import { StoredRoles } from "./stored-roles.ts";
import { subjectsOf } from "./subjects.ts";
import { roleScreens } from "./console.ts";

/** An event may be lost; nobody keeps a right for longer. */
const CHECK_EVERY_MS = 1000;

interface RolesThis {
	roles: StoredRoles;
}

/** Makes the definition; the rules of the stored roles are put into `rules`. */
export function rolesService(rules: Rules) {
	const documents = collection(Role, { prepare });
	const { actions } = documents;

	async function prepare(
		this: CollectionService,
		document: Record<string, unknown>,
		{ before }: PrepareContext
	) {
		requireName(document.name, before?.name);
		const list = document.rules as AbilityRule[] | undefined;
		const problems = ruleProblems(list ?? [], subjectsOf(this.broker, rules));
		if (problems.length > 0) throw requestErrors.INVALID({ errors: problems });
	}

	/** The same action, which answers when its change is in force here. */
	const inForce = (action: Action): Action => ({
		...action,
		stepUp: true,
		async handler(this: RolesThis, ctx: Ctx<never>) {
			const answer: unknown = await action.handler.call(this, ctx);
			await this.roles.reload();
			await ctx.broadcast(ROLES_CHANGED.name, {});
			return answer;
		}
	});

	let remote: RemoteRules;

	return defineService<RolesThis>({
		name: "roles",
		mixins: [documents],
		console: [roleScreens],
		emits: [ROLES_CHANGED],

		actions: {
			preview: previewAction(rules),
			create: inForce(actions.create),
			replace: inForce(actions.replace),
			update: inForce(actions.update),
			remove: inForce(actions.remove),
			restore: inForce(actions.restore)
		},

		events: {
			async [ROLES_CHANGED.name](this: RolesThis) {
				await this.roles.reload();
			},
			"$services.changed"() {
				remote.refresh();
			}
		},

		created() {
			remote = new RemoteRules(this.broker, rules);
		},

		async started() {
			this.roles = new StoredRoles(this.model(Role), rules);
			rules.reloadStored = () => this.roles.reload();
			await this.roles.reload();
			const checking = setInterval(() => {
				this.roles
					.reload()
					.catch(error => this.logger.warn("The roles were not read again", error));
			}, CHECK_EVERY_MS).unref();
			this.onStop(() => clearInterval(checking));
		}
	});
}

/** Users hold the name of a role, so that it stays. */
function requireName(name: unknown, before: unknown): void {
	if (name === ADMINISTRATOR_ROLE) throw errors.FIXED({ name });
	if (before === undefined || name === before) return;
	const problem = { pointer: "/name", message: "cannot be changed", value: name };
	throw requestErrors.INVALID({ errors: [{ ...problem, expected: before as string }] });
}
