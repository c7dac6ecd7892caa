/** The comments of an item beside its text: on a passage, or on all of it. */
import Done from "@mui/icons-material/Done";
import Delete from "@mui/icons-material/Delete";
import {
	Box,
	Button,
	Chip,
	IconButton,
	Stack,
	Switch,
	TextField,
	Typography,
	FormControlLabel
} from "@mui/material";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslate } from "react-admin";
import { Reference } from "../../../generic/fields/Reference.tsx";
import { Time } from "../../../generic/fields/Value.tsx";
import { Problem } from "../../../layout/Problem.tsx";
import { useMe } from "../useMe.ts";
import type { Comment, NewComment, useComments } from "./useComments.ts";

/** The passage that is being commented on. */
export interface Quoted {
	field: string;
	quote: string;
	start?: number;
}

interface CommentsProps {
	state: ReturnType<typeof useComments>;
	quoted: Quoted | null;
	onQuoted: (quoted: Quoted | null) => void;
	chosen: string | null;
	onChoose: (id: string) => void;
}

export function Comments({ state, quoted, onQuoted, chosen, onChoose }: CommentsProps) {
	const translate = useTranslate();
	const [showsDone, setShowsDone] = useState(false);
	const { comments, error, add, resolve, remove } = state;
	const done = comments.filter(({ resolvedAt }) => resolvedAt !== null).length;
	const shown = comments.filter(({ resolvedAt }) => showsDone || resolvedAt === null);
	return (
		<Stack sx={{ gap: 1.5 }}>
			{error && <Problem error={error} />}
			<CommentForm quoted={quoted} onQuoted={onQuoted} onAdd={add} />
			{done > 0 && (
				<FormControlLabel
					control={
						<Switch
							size="small"
							checked={showsDone}
							onChange={(_event, checked) => setShowsDone(checked)}
						/>
					}
					label={translate("content.comments.showDone", { smart_count: done })}
				/>
			)}
			{shown.length === 0 && (
				<Typography color="textSecondary">{translate("content.comments.none")}</Typography>
			)}
			<Stack component="ul" sx={{ m: 0, p: 0, gap: 1, listStyle: "none" }}>
				{shown.map(comment => (
					<CommentCard
						key={comment.id}
						comment={comment}
						isChosen={comment.id === chosen}
						onChoose={() => onChoose(comment.id)}
						onResolve={() => void resolve(comment.id)}
						onRemove={() => void remove(comment.id)}
					/>
				))}
			</Stack>
		</Stack>
	);
}

interface CommentFormProps {
	quoted: Quoted | null;
	onQuoted: (quoted: Quoted | null) => void;
	onAdd: (comment: NewComment) => Promise<boolean>;
}

function CommentForm({ quoted, onQuoted, onAdd }: CommentFormProps) {
	const translate = useTranslate();
	const [text, setText] = useState("");
	const [isBusy, setBusy] = useState(false);
	const input = useRef<HTMLTextAreaElement>(null);
	useEffect(() => {
		if (quoted) input.current?.focus();
	}, [quoted]);
	const add = async (event: FormEvent) => {
		event.preventDefault();
		setBusy(true);
		if (await onAdd({ text, ...quoted })) {
			setText("");
			onQuoted(null);
		}
		setBusy(false);
	};
	return (
		<Stack component="form" sx={{ gap: 1 }} onSubmit={event => void add(event)}>
			{quoted ? (
				<Quote words={quoted.quote} onRemove={() => onQuoted(null)} />
			) : (
				<Typography variant="body2" color="textSecondary">
					{translate("content.comments.help")}
				</Typography>
			)}
			<TextField
				multiline
				minRows={2}
				label={translate("content.comments.write")}
				value={text}
				onChange={({ target }) => setText(target.value)}
				inputRef={input}
				onKeyDown={event => {
					if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void add(event);
				}}
			/>
			<div>
				<Button type="submit" variant="outlined" disabled={isBusy || text.trim() === ""}>
					{translate("content.comments.add")}
				</Button>
			</div>
		</Stack>
	);
}

function Quote({ words, onRemove }: { words: string; onRemove?: () => void }) {
	const translate = useTranslate();
	const shown = words.length > 140 ? `${words.slice(0, 139)}…` : words;
	return (
		<Stack
			direction="row"
			sx={{ gap: 1, borderLeft: 3, borderColor: "warning.main", pl: 1, alignItems: "center" }}
		>
			<Typography
				variant="body2"
				color="textSecondary"
				sx={{ flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" }}
			>
				{shown}
			</Typography>
			{onRemove && (
				<Button size="small" onClick={onRemove}>
					{translate("content.comments.noPassage")}
				</Button>
			)}
		</Stack>
	);
}

interface CommentCardProps {
	comment: Comment;
	isChosen: boolean;
	onChoose: () => void;
	onResolve: () => void;
	onRemove: () => void;
}

function CommentCard({ comment, isChosen, onChoose, onResolve, onRemove }: CommentCardProps) {
	const translate = useTranslate();
	const me = useMe();
	const { text, authorId, passage, createdAt, resolvedAt } = comment;
	return (
		<Box
			component="li"
			sx={{
				border: 1,
				borderColor: isChosen ? "primary.main" : "divider",
				borderRadius: 1,
				p: 1.25
			}}
		>
			<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
				<Typography variant="body2" color="textSecondary" sx={{ flexGrow: 1 }}>
					{authorId ? <Reference id={authorId} to="users" /> : null}{" "}
					<Time dense value={createdAt} />
				</Typography>
				{resolvedAt && <Chip size="small" label={translate("content.comments.done")} />}
				{passage && passage.state !== "same" && (
					<Chip
						size="small"
						variant="outlined"
						label={translate(`content.comments.${passage.state}`)}
					/>
				)}
			</Stack>
			{passage && <Quote words={passage.quote} />}
			<Typography sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", my: 0.5 }}>
				{text}
			</Typography>
			<Stack direction="row" sx={{ gap: 0.5, alignItems: "center" }}>
				{passage && passage.state !== "lost" && (
					<Button size="small" onClick={onChoose}>
						{translate("content.comments.show")}
					</Button>
				)}
				{!resolvedAt && (
					<Button size="small" startIcon={<Done />} onClick={onResolve}>
						{translate("content.comments.resolve")}
					</Button>
				)}
				{authorId === me && (
					<IconButton
						aria-label={translate("content.comments.remove")}
						onClick={onRemove}
					>
						<Delete fontSize="small" />
					</IconButton>
				)}
			</Stack>
		</Box>
	);
}
