/**
 * A course that is being arranged: every change shows at once, is stored at once, one after the other, and can be
 * undone on the server.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { changeMany, undoMany, type Outcome } from "../../../api/changes.ts";
import { useTell } from "../../../layout/useTell.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { readTree } from "./readTree.ts";
import { changed, type Changes, type Tree } from "./tree.ts";

const COLLECTION = "contentCollections";

export function useCourse(rootId: string) {
	const client = useQueryClient();
	const { tellError } = useTell();
	const queryKey = [COLLECTION, "tree", rootId];
	const [waiting, setWaiting] = useState(0);
	const [undos, setUndos] = useState<string[][]>([]);
	const chain = useRef(Promise.resolve());
	/** The revisions that are stored, which are ahead of what is shown while something is sent. */
	const revs = useRef(new Map<string, number>());
	useLiveCollection(COLLECTION);
	const {
		data: tree,
		error,
		refetch
	} = useQuery({
		queryKey,
		// What is on its way is not overtaken by what was there before.
		enabled: waiting === 0,
		queryFn: async ({ signal }) => {
			const read = await readTree(rootId, signal);
			revs.current = revsOf(read);
			return read;
		}
	});

	const show = (next: (known: Tree) => Tree) => {
		void client.cancelQueries({ queryKey });
		client.setQueryData<Tree>(queryKey, known => known && next(known));
	};

	/** Does something after all that was asked for before; when it fails, what is stored is shown again. */
	const inTurn = (work: () => Promise<void>) => {
		setWaiting(count => count + 1);
		chain.current = chain.current
			.then(work)
			.catch(async problem => {
				tellError(problem);
				await client.invalidateQueries({ queryKey });
				await refetch();
			})
			.finally(() => setWaiting(count => count - 1));
		return chain.current;
	};

	const send = async (changes: Changes) => {
		const wishes = [...changes].map(([id, entries]) => ({
			id,
			rev: revs.current.get(id),
			set: { entries }
		}));
		const { undo, outcomes } = await changeMany(COLLECTION, wishes);
		const refused = outcomes.find(({ problem }) => problem !== null);
		if (refused) {
			// Half a move is none.
			await undoMany(undo);
			throw new Error(refused.problem!.detail);
		}
		remember(outcomes);
		setUndos(known => [...known, undo]);
	};

	const remember = (outcomes: Outcome[]) => {
		for (const { id, rev } of outcomes) if (id && rev !== null) revs.current.set(id, rev);
	};

	/** Shows and stores other lists. */
	const arrange = (changes: Changes, learn: (tree: Tree) => Tree = known => known) => {
		show(known => changed(learn(known), changes));
		return inTurn(() => send(changes));
	};

	const undo = () => {
		const last = undos.at(-1);
		if (!last) return;
		setUndos(undos.slice(0, -1));
		void inTurn(async () => {
			const outcomes = await undoMany(last);
			const refused = outcomes.find(({ problem }) => problem !== null);
			if (refused) throw new Error(refused.problem!.detail);
			const read = await readTree(rootId);
			revs.current = revsOf(read);
			client.setQueryData(queryKey, read);
		});
	};

	return {
		tree,
		error,
		refetch,
		isSaving: waiting > 0,
		canUndo: undos.length > 0,
		arrange,
		undo
	};
}

function revsOf({ branches }: Tree): Map<string, number> {
	return new Map([...branches].map(([id, { rev }]) => [id, rev]));
}
