/** Who has the role, and what the rules in the form would change for them, in words. */
import { Alert, Box, Typography } from "@mui/material";
import { Link, useTranslate } from "react-admin";
import { useWatch } from "react-hook-form";
import { useChoice, useLabel } from "../../generic/labels.ts";
import { Problem } from "../../layout/Problem.tsx";
import { useScreens } from "../../api/screens.ts";
import type { Extent, RoleChange, RolePreview, useRolePreview } from "./useRolePreview.ts";

const MOST_SHOWN = 12;

/** Whose rules hold for callers who have not signed in. */
const GUEST = "guest";

export function RoleEffect({ preview }: { preview: ReturnType<typeof useRolePreview> }) {
	const { data, error, refetch } = preview;
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	if (!data) return null;
	const isHarsh = data.changes.some(({ after }) => after.documents === "none");
	return (
		<Alert severity={isHarsh ? "warning" : "info"} role="status">
			<Holders users={data.users} />
			<Changes preview={data} />
		</Alert>
	);
}

function Holders({ users: { total, first } }: Pick<RolePreview, "users">) {
	const translate = useTranslate();
	const { name } = useWatch() as { name?: string };
	const where = [
		{ field: "roles", operator: "eq", value: name },
		{ field: "isActive", operator: "eq", value: true }
	];
	const more = total - first.length;
	const names = first.map(user => user.name).join(", ");
	if (name === GUEST) return null;
	return (
		<Typography variant="body2">
			{translate("lyceum.roles.affected", { smart_count: total })} {names}
			{more > 0 && ` ${translate("lyceum.roles.effect.more", { smart_count: more })}`}{" "}
			{total > 0 && (
				<Link to={`/users?filter=${encodeURIComponent(JSON.stringify({ where }))}`}>
					{translate("lyceum.roles.showThem")}
				</Link>
			)}
		</Typography>
	);
}

function Changes({ preview: { problems, changes } }: { preview: RolePreview }) {
	const translate = useTranslate();
	const sentence = useSentence();
	if (problems.length > 0) return <>{translate("lyceum.roles.effect.later")}</>;
	if (changes.length === 0) return <>{translate("lyceum.roles.effect.none")}</>;
	const more = changes.length - MOST_SHOWN;
	return (
		<Box component="ul" sx={{ m: 0, pl: 2.25 }}>
			{changes.slice(0, MOST_SHOWN).map(change => (
				<li key={JSON.stringify(change)}>{sentence(change)}</li>
			))}
			{more > 0 && <li>{translate("lyceum.roles.effect.more", { smart_count: more })}</li>}
		</Box>
	);
}

/** Says one change, e.g. "3 people may now update Project". */
function useSentence() {
	const translate = useTranslate();
	const choice = useChoice();
	const what = useWhat();
	const { name } = useWatch() as { name?: string };
	return ({ subject, actions, before, after, users }: RoleChange) => {
		const who = users > 0 ? "people" : name === GUEST ? "guests" : "newcomers";
		const [now, then] = [what(subject, before), what(subject, after)];
		return translate(`lyceum.roles.effect.${kindOf(before, after, now === then)}`, {
			smart_count: users || 1,
			who: translate(`lyceum.roles.effect.${who}`, { smart_count: users }),
			verbs: actions.map(verb => choice(verb).toLowerCase()).join(", "),
			what: after.documents === "none" ? now : then,
			before: now
		});
	};
}

function kindOf(before: Extent, after: Extent, isAlike: boolean) {
	if (before.documents === "none") return "gains";
	if (after.documents === "none") return "loses";
	return isAlike ? "others" : "changes";
}

/** What is allowed: documents of a kind, and which fields of them. */
function useWhat() {
	const translate = useTranslate();
	const { screens } = useScreens();
	const label = useLabel({ name: "", labels: {} });
	return (subject: string, { documents, fields }: Extent) => {
		const isCollection = screens.some(screen => screen.subject === subject);
		const isSome = documents === "some" && isCollection;
		const text = isSome ? translate("lyceum.roles.effect.some", { subject }) : subject;
		if (fields === null) return text;
		const names = fields.map(label).join(", ");
		return translate("lyceum.roles.effect.fields", { what: text, fields: names });
	};
}
