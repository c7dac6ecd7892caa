/** The conditions of a list as chips; each can be changed or taken away. */
import FilterList from "@mui/icons-material/FilterList";
import { Button, Chip } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import type { Condition } from "../../providers/filterQuery.ts";
import { useChoice, useLabel } from "../labels.ts";
import { useResourceScreen } from "../useResourceScreen.ts";
import { FilterEditor } from "./FilterEditor.tsx";
import { useListFilter } from "./useListFilter.ts";

/** Which condition is edited, and what its editor is fixed to; past the last one for a new condition. */
interface Editing {
	index: number;
	anchor: HTMLElement;
}

export function Filters() {
	const translate = useTranslate();
	const screen = useResourceScreen();
	const { where, setWhere } = useListFilter();
	const [editing, setEditing] = useState<Editing | null>(null);
	const save = (condition: Condition) => {
		const next = [...where];
		next[editing!.index] = condition;
		setWhere(next);
		setEditing(null);
	};
	return (
		<>
			{where.map((condition, index) => (
				<ConditionChip
					key={index}
					condition={condition}
					onEdit={anchor => setEditing({ index, anchor })}
					onRemove={() => setWhere(where.filter((_one, at) => at !== index))}
				/>
			))}
			{screen.fields.length > 0 && (
				<Button
					size="small"
					startIcon={<FilterList />}
					onClick={event =>
						setEditing({ index: where.length, anchor: event.currentTarget })
					}
				>
					{translate("ra.action.add_filter")}
				</Button>
			)}
			{editing && (
				<FilterEditor
					anchor={editing.anchor}
					condition={where[editing.index]}
					onSave={save}
					onClose={() => setEditing(null)}
				/>
			)}
		</>
	);
}

interface ChipProps {
	condition: Condition;
	onEdit: (anchor: HTMLElement) => void;
	onRemove: () => void;
}

function ConditionChip({ condition, onEdit, onRemove }: ChipProps) {
	const translate = useTranslate();
	const label = useLabel(useResourceScreen());
	const choice = useChoice();
	const { field, operator, value } = condition;
	const values = [value].flat().map(choice).join(", ");
	const verb = translate(`lyceum.operators.${operator}`);
	return (
		<Chip
			size="small"
			label={`${label(field)} ${verb} ${values}`}
			onClick={event => onEdit(event.currentTarget)}
			onDelete={onRemove}
			sx={{ maxWidth: 320 }}
		/>
	);
}
