/** The rows of a list in a form: put in order by buttons or by Alt and the arrows, taken out, added. */
import Add from "@mui/icons-material/Add";
import ArrowDownward from "@mui/icons-material/ArrowDownward";
import ArrowUpward from "@mui/icons-material/ArrowUpward";
import Delete from "@mui/icons-material/Delete";
import { Box, Button, IconButton, Stack } from "@mui/material";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { useTranslate } from "react-admin";
import { useFieldArray } from "react-hook-form";

interface RowsProps {
	/** The list in the form. */
	source: string;
	/** What one row is called, by its place from 1. */
	nameOf: (place: number) => string;
	addLabel: string;
	/** What a new row begins with; without it, something else adds rows. */
	blank?: () => object;
	children: (at: number) => ReactNode;
}

export function Rows({ source, nameOf, addLabel, blank, children }: RowsProps) {
	const list = useRef<HTMLOListElement>(null);
	const { fields, append, remove, move } = useFieldArray({ name: source });
	const shift = (from: number, to: number) => {
		if (to < 0 || to >= fields.length) return;
		move(from, to);
		// The row takes what has the keyboard along with it.
		requestAnimationFrame(() => focusRow(list.current, to));
	};
	const onKeyDown = (event: KeyboardEvent, at: number) => {
		if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
		event.preventDefault();
		shift(at, event.key === "ArrowUp" ? at - 1 : at + 1);
	};
	return (
		<Box>
			<Stack component="ol" ref={list} sx={{ m: 0, p: 0, gap: 1.5, listStyle: "none" }}>
				{fields.map(({ id }, at) => (
					<Box
						component="li"
						key={id}
						onKeyDown={(event: KeyboardEvent) => onKeyDown(event, at)}
						sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1.5 }}
					>
						<Stack direction="row" sx={{ gap: 1, alignItems: "flex-start" }}>
							<Box sx={{ flexGrow: 1, minWidth: 0 }}>{children(at)}</Box>
							<RowTools
								name={nameOf(at + 1)}
								isFirst={at === 0}
								isLast={at === fields.length - 1}
								onShift={by => shift(at, at + by)}
								onRemove={() => remove(at)}
							/>
						</Stack>
					</Box>
				))}
			</Stack>
			{blank && (
				<Button startIcon={<Add />} sx={{ mt: 1 }} onClick={() => append(blank())}>
					{addLabel}
				</Button>
			)}
		</Box>
	);
}

function focusRow(list: HTMLElement | null, at: number) {
	list?.children[at]?.querySelector<HTMLElement>("textarea, input, button")?.focus();
}

interface RowToolsProps {
	name: string;
	isFirst: boolean;
	isLast: boolean;
	onShift: (by: 1 | -1) => void;
	onRemove: () => void;
}

function RowTools({ name, isFirst, isLast, onShift, onRemove }: RowToolsProps) {
	const translate = useTranslate();
	return (
		<Stack>
			<IconButton
				aria-label={translate("content.rows.up", { name })}
				disabled={isFirst}
				onClick={() => onShift(-1)}
			>
				<ArrowUpward fontSize="small" />
			</IconButton>
			<IconButton
				aria-label={translate("content.rows.down", { name })}
				disabled={isLast}
				onClick={() => onShift(1)}
			>
				<ArrowDownward fontSize="small" />
			</IconButton>
			<IconButton aria-label={translate("content.rows.remove", { name })} onClick={onRemove}>
				<Delete fontSize="small" />
			</IconButton>
		</Stack>
	);
}
