/** All projects by how far they are: a card is moved by the mouse or by its own choice, and that is undone like any change. */
import {
	Box,
	MenuItem,
	Page,
	Problem,
	TextField,
	Typography,
	useChanging,
	useChoice,
	useGetIdentity,
	useLiveCollection,
	useMessages,
	usePages,
	useStore
} from "lyceum/console";
import { Column } from "./Column.tsx";
import { messages } from "./messages.ts";
import { STATUSES, type Project, type Status } from "./project.ts";

type Whose = "all" | "mine";

export default function Board() {
	const say = useMessages(messages);
	const choice = useChoice();
	const { identity } = useGetIdentity();
	const [whose, setWhose] = useStore<Whose>("projects.board.whose", "all");
	const { change } = useChanging("projects");
	const own = { field: "ownerId", operator: "eq" as const, value: identity?.id };
	const { data, error, refetch } = usePages<Project>("projects", {
		where: whose === "mine" ? [own] : [],
		sort: { field: "updatedAt", order: "DESC" }
	});
	useLiveCollection("projects");
	const move = ({ id, rev }: Project, status: Status) =>
		void change(say("moved", { status: choice(status) }), [{ id, rev, set: { status } }]);
	return (
		<Page title={say("title")} actions={<WhoseChoice value={whose} onChange={setWhose} />}>
			{error && <Problem error={error} onRetry={() => void refetch()} />}
			{data && data.total > data.data.length && (
				<Typography sx={{ mb: 1 }}>
					{say("more", { shown: data.data.length, total: data.total })}
				</Typography>
			)}
			<Box
				sx={{
					display: "grid",
					gap: 2,
					gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr", lg: "repeat(4, 1fr)" }
				}}
			>
				{STATUSES.map(status => (
					<Column
						key={status}
						status={status}
						projects={data?.data.filter(project => project.status === status) ?? []}
						onMove={move}
					/>
				))}
			</Box>
		</Page>
	);
}

function WhoseChoice({ value, onChange }: { value: Whose; onChange: (whose: Whose) => void }) {
	const say = useMessages(messages);
	return (
		<TextField
			select
			label={say("whose")}
			value={value}
			onChange={event => onChange(event.target.value as Whose)}
			sx={{ minWidth: 200 }}
		>
			<MenuItem value="all">{say("all")}</MenuItem>
			<MenuItem value="mine">{say("mine")}</MenuItem>
		</TextField>
	);
}
