/** One project: what it is called, when it is due, whose it is, and how far it is. */
import {
	Chip,
	Link,
	MenuItem,
	Card as Paper,
	Reference,
	Stack,
	TextField,
	Time,
	Typography,
	useChoice,
	useMessages,
	usePermitted
} from "lyceum/console";
import { messages } from "./messages.ts";
import { isOverdue, STATUSES, type Project, type Status } from "./project.ts";

interface CardProps {
	project: Project;
	onMove: (project: Project, status: Status) => void;
}

export function Card({ project, onMove }: CardProps) {
	const say = useMessages(messages);
	const choice = useChoice();
	const mayMove = usePermitted()({ action: "update", subject: "Project" });
	const { id, name, dueOn, ownerId, tags, status } = project;
	return (
		<Paper sx={{ p: 1.5 }}>
			<Link
				to={`/projects/${id}/show`}
				sx={{ display: "inline-block", minHeight: 24, overflowWrap: "anywhere" }}
			>
				{name}
			</Link>
			<Typography variant="body2" component="div" sx={{ my: 0.5 }}>
				<Reference id={ownerId} to="users" />
				{dueOn && (
					<>
						{" · "}
						{say("due")} <Time value={dueOn} dense />
					</>
				)}
			</Typography>
			<Stack direction="row" sx={{ gap: 0.5, flexWrap: "wrap", mb: 1 }}>
				{isOverdue(project, Date.now()) && (
					<Chip size="small" variant="outlined" color="error" label={say("overdue")} />
				)}
				{tags.map(tag => (
					<Chip key={tag} size="small" label={tag} />
				))}
			</Stack>
			{mayMove && (
				<TextField
					select
					fullWidth
					value={status}
					onChange={event => onMove(project, event.target.value as Status)}
					slotProps={{
						select: { SelectDisplayProps: { "aria-label": say("status", { name }) } }
					}}
				>
					{STATUSES.map(one => (
						<MenuItem key={one} value={one}>
							{choice(one)}
						</MenuItem>
					))}
				</TextField>
			)}
		</Paper>
	);
}
