/** Every place of the console that its user may go to, by group: for the menu and the palette. */
import type { ComponentType } from "react";
import { useTranslate } from "react-admin";
import { useScreens, type Screen } from "../api/screens.ts";
import { iconOf } from "../generic/icons.ts";
import { useScreenName } from "../generic/useScreenName.ts";
import { pagesFor } from "../screens/pages.tsx";
import { usePermitted } from "./usePermitted.ts";

export interface Place {
	to: string;
	label: string;
	Icon: ComponentType<{ fontSize?: "small" | "inherit"; className?: string }>;
}

export interface Group {
	name: string;
	label: string;
	places: Place[];
}

/** The kernel's own collections, in their order; those of plugins are the content. */
const GROUPS: Record<string, string[]> = {
	people: ["users", "roles", "sessions", "apiKeys", "lockouts", "limitBlocks"],
	operations: ["tasks", "mail", "notifications", "files", "deadLetters", "auditEntries"]
};

const ORDER = ["content", "people", "operations", "system"];

export function usePlaces(): Group[] {
	const translate = useTranslate();
	const { screens } = useScreens();
	const { many } = useScreenName();
	const isPermitted = usePermitted();
	const ofPages = pagesFor(screens)
		.filter(({ right }) => isPermitted(right))
		.flatMap(({ path, group, label, Icon }) =>
			group ? [{ group, place: { to: path, label: translate(label), Icon } }] : []
		);
	const ofScreens = screens.map(screen => ({
		group: groupOf(screen),
		place: { to: `/${screen.name}`, label: many(screen), Icon: iconOf(screen.icon) }
	}));
	const all = [...sorted(ofScreens), ...ofPages];
	return ORDER.map(name => ({
		name,
		label: translate(`lyceum.menu.${name}`),
		places: all.filter(({ group }) => group === name).map(({ place }) => place)
	})).filter(({ places }) => places.length > 0);
}

function groupOf({ name, isPlugin }: Screen): string {
	const known = Object.entries(GROUPS).find(([, names]) => names.includes(name));
	return known?.[0] ?? (isPlugin ? "content" : "system");
}

/** Known ones in their order, the others by name. */
function sorted(places: { group: string; place: Place }[]) {
	const known = Object.values(GROUPS).flat();
	const rank = ({ place }: { place: Place }) => {
		const index = known.indexOf(place.to.slice(1));
		return index === -1 ? known.length : index;
	};
	return places.toSorted(
		(one, other) => rank(one) - rank(other) || one.place.label.localeCompare(other.place.label)
	);
}
