/** Goes anywhere by keyboard: Ctrl-K, some letters, Enter. Also finds documents by their titles. */
import {
	Box,
	Dialog,
	InputBase,
	List,
	ListItemButton,
	ListItemIcon,
	ListItemText
} from "@mui/material";
import Article from "@mui/icons-material/Article";
import Add from "@mui/icons-material/Add";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type KeyboardEvent } from "react";
import { useDataProvider, useNavigate, useTranslate, type RaRecord } from "react-admin";
import { useScreens, type Screen } from "../api/screens.ts";
import { titleOf } from "../generic/fields/Reference.tsx";
import { useScreenName } from "../generic/useScreenName.ts";
import { setOpenPalette } from "./palette.ts";
import { usePlaces, type Place } from "./places.ts";

interface Command extends Place {
	hint: string;
}

/** Heard, and not seen. */
const visuallyHidden = {
	position: "absolute",
	width: "1px",
	height: "1px",
	overflow: "hidden",
	clipPath: "inset(50%)"
};

const MAX_COMMANDS = 12;
/** Fewer letters name too much. */
const SEARCH_FROM = 3;
const SEARCHED = 4;

export function CommandPalette() {
	const [isOpen, setOpen] = useState(false);
	useEffect(() => {
		setOpenPalette(() => setOpen(true));
		const hear = (event: globalThis.KeyboardEvent) => {
			if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			setOpen(true);
		};
		addEventListener("keydown", hear);
		return () => removeEventListener("keydown", hear);
	}, []);
	return isOpen ? <Palette onClose={() => setOpen(false)} /> : null;
}

function Palette({ onClose }: { onClose: () => void }) {
	const translate = useTranslate();
	const navigate = useNavigate();
	const [words, setWords] = useState("");
	const [chosen, setChosen] = useState(0);
	const commands = useCommands(words.trim().toLowerCase());
	const go = (command: Command | undefined) => {
		if (!command) return;
		onClose();
		navigate(command.to);
	};
	const press = (event: KeyboardEvent) => {
		const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
		if (step !== 0) {
			event.preventDefault();
			setChosen(before => (before + step + commands.length) % Math.max(1, commands.length));
		}
		if (event.key === "Enter") go(commands[chosen]);
	};
	const label = translate("lyceum.palette.open");
	return (
		<Dialog
			open
			onClose={onClose}
			fullWidth
			maxWidth="sm"
			aria-labelledby="palette-title"
			sx={{ "& .MuiDialog-container": { alignItems: "flex-start" } }}
		>
			<Box component="h2" id="palette-title" sx={visuallyHidden}>
				{label}
			</Box>
			<InputBase
				autoFocus
				fullWidth
				value={words}
				placeholder={translate("lyceum.palette.placeholder")}
				onChange={event => {
					setWords(event.target.value);
					setChosen(0);
				}}
				onKeyDown={press}
				sx={{ px: 2, py: 1.25, borderBottom: 1, borderColor: "divider", fontSize: "1rem" }}
				inputProps={{
					role: "combobox",
					"aria-label": label,
					"aria-expanded": true,
					"aria-controls": "palette-commands",
					"aria-activedescendant": commands[chosen] ? `command-${chosen}` : undefined
				}}
			/>
			<List id="palette-commands" role="listbox" dense aria-label={label}>
				{commands.map((command, index) => (
					<ListItemButton
						key={command.to + command.hint}
						id={`command-${index}`}
						role="option"
						tabIndex={-1}
						aria-selected={index === chosen}
						selected={index === chosen}
						onClick={() => go(command)}
					>
						<ListItemIcon sx={{ minWidth: 36 }}>
							<command.Icon fontSize="small" />
						</ListItemIcon>
						<ListItemText primary={command.label} />
						<Box component="span" sx={{ color: "text.secondary", fontSize: 12 }}>
							{command.hint}
						</Box>
					</ListItemButton>
				))}
			</List>
			{commands.length === 0 && (
				<Box role="status" sx={{ p: 2, color: "text.secondary" }}>
					{translate("lyceum.palette.nothing")}
				</Box>
			)}
		</Dialog>
	);
}

function useCommands(words: string): Command[] {
	const translate = useTranslate();
	const groups = usePlaces();
	const { screens } = useScreens();
	const { one } = useScreenName();
	const places = groups.flatMap(({ label: hint, places: own }) =>
		own.map(place => ({ ...place, hint }))
	);
	const making = screens
		.filter(({ operations }) => operations.includes("create"))
		.map(screen => ({
			to: `/${screen.name}/create`,
			label: translate("ra.page.create", { name: one(screen) }),
			Icon: Add,
			hint: translate("lyceum.palette.command")
		}));
	const found = useFound(words);
	const fitting = [...places, ...making].filter(({ label }) =>
		words.split(/\s+/).every(word => label.toLowerCase().includes(word))
	);
	return [...fitting, ...found].slice(0, MAX_COMMANDS);
}

/** Documents whose titles hold the words, of the collections that can be searched. */
function useFound(words: string): Command[] {
	const dataProvider = useDataProvider();
	const { screens } = useScreens();
	const { one } = useScreenName();
	const searched = screens
		.filter(({ searchable, operations }) => searchable && operations.includes("get"))
		.slice(0, SEARCHED);
	const { data = [] } = useQuery({
		queryKey: ["palette", words, searched.map(({ name }) => name)],
		enabled: words.length >= SEARCH_FROM,
		queryFn: async ({ signal }) => {
			const answers = await Promise.allSettled(
				searched.map(async screen => {
					const where = [{ field: screen.title, operator: "contains", value: words }];
					const { data: records } = await dataProvider.getList(screen.name, {
						pagination: { page: 1, perPage: 4 },
						sort: { field: "updatedAt", order: "DESC" },
						filter: { where },
						signal
					});
					return records.map((record: RaRecord) => ({ record, screen }));
				})
			);
			return answers.flatMap(answer => (answer.status === "fulfilled" ? answer.value : []));
		}
	});
	return data.map(({ record, screen }: { record: RaRecord; screen: Screen }) => ({
		to: `/${screen.name}/${encodeURIComponent(record.id)}/show`,
		label: titleOf(record, screen),
		Icon: Article,
		hint: one(screen)
	}));
}
