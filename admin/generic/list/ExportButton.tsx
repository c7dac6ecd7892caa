/** Offers the forms in which something can be saved as a file, and says when that went wrong. */
import Download from "@mui/icons-material/Download";
import { Button, Menu, MenuItem } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useTell } from "../../layout/useTell.tsx";

export interface ExportChoice {
	label: string;
	save: () => Promise<void>;
}

export function ExportButton({ choices }: { choices: ExportChoice[] }) {
	const translate = useTranslate();
	const { tellError } = useTell();
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const choose = ({ save }: ExportChoice) => {
		setAnchor(null);
		save().catch(tellError);
	};
	return (
		<>
			<Button
				startIcon={<Download />}
				aria-haspopup="menu"
				onClick={event => setAnchor(event.currentTarget)}
			>
				{translate("ra.action.export")}
			</Button>
			<Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
				{choices.map(choice => (
					<MenuItem key={choice.label} onClick={() => choose(choice)}>
						{choice.label}
					</MenuItem>
				))}
			</Menu>
		</>
	);
}
