/** A document of another collection by its title, as far as the reader may see it. */
import { Link, useGetMany } from "react-admin";
import type { RaRecord } from "react-admin";
import type { MouseEvent } from "react";
import { useScreen, type Screen } from "../../api/screens.ts";

export function Reference({ id, to }: { id: string; to: string }) {
	const screen = useScreen(to);
	return screen ? <Known id={id} screen={screen} /> : <ShortId id={id} />;
}

function Known({ id, screen }: { id: string; screen: Screen }) {
	const { data } = useGetMany(screen.name, { ids: [id] });
	const found = data?.find(record => record?.id === id);
	if (!found) return <ShortId id={id} />;
	return (
		<Link
			to={`/${screen.name}/${encodeURIComponent(id)}/show`}
			onClick={(event: MouseEvent) => event.stopPropagation()}
		>
			{titleOf(found, screen)}
		</Link>
	);
}

/** What a document is called; its id when it has no name. */
export function titleOf(record: RaRecord, screen: Screen): string {
	const candidates = [record[screen.title], record.name, record.title, record.email];
	return String(candidates.find(one => typeof one === "string" && one !== "") ?? record.id);
}

/** Ids of what cannot be read are told apart by their ends. */
function ShortId({ id }: { id: string }) {
	return (
		<span title={id} style={{ whiteSpace: "nowrap" }}>
			{id.length > 14 ? `…${id.slice(-8)}` : id}
		</span>
	);
}
