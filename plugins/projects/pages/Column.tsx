/** The projects of one status; a card that is let go over it is moved here. */
import { Box, Stack, Typography, useChoice, useMessages } from "lyceum/console";
import { useState, type DragEvent } from "react";
import { Card } from "./Card.tsx";
import { messages } from "./messages.ts";
import type { Project, Status } from "./project.ts";

interface ColumnProps {
	status: Status;
	projects: Project[];
	onMove: (project: Project, status: Status) => void;
}

export function Column({ status, projects, onMove }: ColumnProps) {
	const say = useMessages(messages);
	const choice = useChoice();
	const [isOver, setOver] = useState(false);
	const drop = (event: DragEvent) => {
		event.preventDefault();
		setOver(false);
		const project = JSON.parse(event.dataTransfer.getData(TYPE) || "null") as Project | null;
		if (project && project.status !== status) onMove(project, status);
	};
	return (
		<Box
			component="section"
			aria-label={choice(status)}
			onDragOver={(event: DragEvent) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={drop}
			sx={{ borderRadius: 1, p: 1, bgcolor: isOver ? "action.selected" : "action.hover" }}
		>
			<Typography variant="h2">{choice(status)}</Typography>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{projects.length === 0 ? say("none") : say("count", { count: projects.length })}
			</Typography>
			<Stack component="ul" sx={{ gap: 1, m: 0, p: 0, listStyle: "none" }}>
				{projects.map(project => (
					<li
						key={project.id}
						draggable
						onDragStart={event =>
							event.dataTransfer.setData(TYPE, JSON.stringify(project))
						}
					>
						<Card project={project} onMove={onMove} />
					</li>
				))}
			</Stack>
		</Box>
	);
}

/** What is dragged: no other page's things are taken for projects. */
const TYPE = "application/x-lyceum-project";
