/** The menu: the places that the user may go to, by group. */
import SpaceDashboard from "@mui/icons-material/SpaceDashboard";
import {
	Box,
	List,
	ListItem,
	ListItemButton,
	ListItemIcon,
	ListItemText,
	Typography
} from "@mui/material";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { Theme } from "@mui/material/styles";
import { LinkBase, useLocation, useSidebarState, useTranslate } from "react-admin";
import { usePlaces, type Place } from "./places.ts";

export function Menu() {
	const translate = useTranslate();
	const groups = usePlaces();
	const [isOpen, setOpen] = useSidebarState();
	const isPhone = useMediaQuery<Theme>(theme => theme.breakpoints.down("md"));
	const dashboard = { to: "/", label: translate("ra.page.dashboard"), Icon: SpaceDashboard };
	const done = () => isPhone && setOpen(false);
	return (
		<Box
			component="nav"
			aria-label={translate("lyceum.menu.label")}
			sx={{ width: isOpen ? 232 : 52, pb: 2 }}
		>
			<List dense disablePadding sx={{ mt: 1 }}>
				<MenuEntry place={dashboard} isOpen={isOpen} onClick={done} />
			</List>
			{groups.map(({ name, label, places }) => (
				<Box key={name} sx={{ mt: 1.5 }}>
					{isOpen && (
						<Typography variant="body2" color="textSecondary" sx={{ px: 2, py: 0.5 }}>
							{label}
						</Typography>
					)}
					<List dense disablePadding aria-label={label}>
						{places.map(place => (
							<MenuEntry
								key={place.to}
								place={place}
								isOpen={isOpen}
								onClick={done}
							/>
						))}
					</List>
				</Box>
			))}
		</Box>
	);
}

interface MenuEntryProps {
	place: Place;
	isOpen: boolean;
	onClick: () => void;
}

function MenuEntry({ place: { to, label, Icon }, isOpen, onClick }: MenuEntryProps) {
	const { pathname } = useLocation();
	const isHere = to === "/" ? pathname === "/" : pathname === to || pathname.startsWith(`${to}/`);
	return (
		<ListItem disablePadding>
			<ListItemButton
				component={LinkBase}
				to={to}
				selected={isHere}
				aria-current={isHere ? "page" : undefined}
				aria-label={isOpen ? undefined : label}
				title={isOpen ? undefined : label}
				onClick={onClick}
				sx={{ mx: 1, my: 0.125, px: 1, borderRadius: 1, minHeight: 32 }}
			>
				<ListItemIcon
					sx={{ minWidth: 32, color: isHere ? "primary.main" : "text.secondary" }}
				>
					<Icon fontSize="small" />
				</ListItemIcon>
				{isOpen && (
					<ListItemText primary={label} slotProps={{ primary: { noWrap: true } }} />
				)}
			</ListItemButton>
		</ListItem>
	);
}
