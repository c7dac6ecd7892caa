/** Says whose view this is, and leads back to one's own. */
import { Alert, Button } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useTranslate } from "react-admin";
import { loadScreens, useScreens } from "../api/screens.ts";
import { endView, viewedUser } from "../providers/viewAs.ts";

export function ViewBanner() {
	const translate = useTranslate();
	const client = useQueryClient();
	const navigate = useNavigate();
	const { viewedBy } = useScreens();
	const user = viewedUser();
	if (viewedBy === null || user === null) return null;
	const end = async () => {
		endView();
		await loadScreens();
		navigate("/users");
		await client.resetQueries();
	};
	return (
		<Alert
			severity="warning"
			variant="filled"
			sx={{ borderRadius: 0 }}
			action={
				<Button color="inherit" onClick={() => void end()}>
					{translate("lyceum.view.end")}
				</Button>
			}
		>
			{translate("lyceum.view.banner", { name: user.name })}
		</Alert>
	);
}
