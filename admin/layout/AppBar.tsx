/** The bar: where one is, looking for anything, language, light and dark, oneself. */
import CloudOff from "@mui/icons-material/CloudOff";
import DarkMode from "@mui/icons-material/DarkMode";
import LightMode from "@mui/icons-material/LightMode";
import Logout from "@mui/icons-material/Logout";
import MenuIcon from "@mui/icons-material/Menu";
import ManageAccounts from "@mui/icons-material/ManageAccounts";
import SearchIcon from "@mui/icons-material/Search";
import Translate from "@mui/icons-material/Translate";
import AccountCircle from "@mui/icons-material/AccountCircle";
import {
	AppBar as MuiAppBar,
	Box,
	Button,
	IconButton,
	ListItemIcon,
	ListItemText,
	Menu,
	MenuItem,
	Toolbar,
	Tooltip
} from "@mui/material";
import { useEffect, useState, type ReactNode } from "react";
import {
	LinkBase,
	useGetIdentity,
	useLocaleState,
	useLogout,
	useSidebarState,
	useTheme,
	useTranslate
} from "react-admin";
import { useIsLive } from "../live/useLive.ts";
import { LOCALES } from "../providers/i18nProvider.ts";
import { openPalette } from "./palette.ts";

export function AppBar() {
	const translate = useTranslate();
	const [isOpen, setOpen] = useSidebarState();
	const label = translate(isOpen ? "ra.action.close_menu" : "ra.action.open_menu");
	return (
		<MuiAppBar
			position="fixed"
			color="inherit"
			elevation={0}
			sx={{ borderBottom: 1, borderColor: "divider", bgcolor: "background.paper" }}
		>
			<Toolbar variant="dense" disableGutters sx={{ px: 1, gap: 0.5, minHeight: 48 }}>
				<IconButton
					aria-label={label}
					aria-expanded={isOpen}
					onClick={() => setOpen(!isOpen)}
				>
					<MenuIcon />
				</IconButton>
				<Box
					component={LinkBase}
					to="/"
					sx={{
						color: "primary.main",
						fontWeight: 700,
						fontSize: "1rem",
						textDecoration: "none",
						px: 0.5,
						flexGrow: 1
					}}
				>
					Lyceum
				</Box>
				<OfflineMark />
				<PaletteButton />
				<LanguageButton />
				<ThemeButton />
				<UserButton />
			</Toolbar>
		</MuiAppBar>
	);
}

/** Only what is not as it should be is worth a mark; a moment without is not. */
function OfflineMark() {
	const translate = useTranslate();
	const isLive = useIsLive();
	const [isAway, setAway] = useState(false);
	useEffect(() => {
		if (isLive) return setAway(false);
		const waiting = setTimeout(() => setAway(true), 3000);
		return () => clearTimeout(waiting);
	}, [isLive]);
	if (!isAway) return null;
	return (
		<Tooltip title={translate("lyceum.live.away")}>
			<Box role="status" sx={{ display: "flex", color: "warning.main", px: 1 }}>
				<CloudOff fontSize="small" titleAccess={translate("lyceum.live.away")} />
			</Box>
		</Tooltip>
	);
}

function PaletteButton() {
	const translate = useTranslate();
	const label = translate("lyceum.palette.open");
	return (
		<>
			<Button
				color="inherit"
				variant="outlined"
				startIcon={<SearchIcon />}
				onClick={openPalette}
				sx={{ display: { xs: "none", sm: "inline-flex" }, borderColor: "divider", mr: 1 }}
			>
				{label}
				<Box component="kbd" sx={{ ml: 2, color: "text.secondary", fontFamily: "inherit" }}>
					Ctrl K
				</Box>
			</Button>
			<IconButton
				aria-label={label}
				onClick={openPalette}
				sx={{ display: { xs: "inline-flex", sm: "none" } }}
			>
				<SearchIcon />
			</IconButton>
		</>
	);
}

function ThemeButton() {
	const translate = useTranslate();
	const [theme, setTheme] = useTheme();
	const isDark = theme === "dark";
	const label = translate("ra.action.toggle_theme");
	return (
		<Tooltip title={label}>
			<IconButton aria-label={label} onClick={() => setTheme(isDark ? "light" : "dark")}>
				{isDark ? <LightMode /> : <DarkMode />}
			</IconButton>
		</Tooltip>
	);
}

function LanguageButton() {
	const translate = useTranslate();
	const [locale, setLocale] = useLocaleState();
	return (
		<MenuButton label={translate("lyceum.language")} icon={<Translate />}>
			{close =>
				LOCALES.map(one => (
					<MenuItem
						key={one.locale}
						lang={one.locale}
						selected={one.locale === locale}
						onClick={() => {
							setLocale(one.locale);
							close();
						}}
					>
						{one.name}
					</MenuItem>
				))
			}
		</MenuButton>
	);
}

function UserButton() {
	const translate = useTranslate();
	const logout = useLogout();
	const { identity } = useGetIdentity();
	return (
		<MenuButton label={translate("ra.auth.user_menu")} icon={<AccountCircle />}>
			{close => [
				<MenuItem key="me" component={LinkBase} to="/account" onClick={close}>
					<ListItemIcon>
						<ManageAccounts fontSize="small" />
					</ListItemIcon>
					<ListItemText
						primary={identity?.fullName}
						secondary={translate("lyceum.account.label")}
					/>
				</MenuItem>,
				<MenuItem key="out" onClick={() => void logout()}>
					<ListItemIcon>
						<Logout fontSize="small" />
					</ListItemIcon>
					<ListItemText primary={translate("ra.auth.logout")} />
				</MenuItem>
			]}
		</MenuButton>
	);
}

interface MenuButtonProps {
	label: string;
	icon: ReactNode;
	children: (close: () => void) => ReactNode;
}

function MenuButton({ label, icon, children }: MenuButtonProps) {
	const [anchor, setAnchor] = useState<HTMLElement | null>(null);
	const close = () => setAnchor(null);
	return (
		<>
			<Tooltip title={label}>
				<IconButton
					aria-label={label}
					aria-haspopup="menu"
					onClick={event => setAnchor(event.currentTarget)}
				>
					{icon}
				</IconButton>
			</Tooltip>
			<Menu open={anchor !== null} anchorEl={anchor} onClose={close}>
				{children(close)}
			</Menu>
		</>
	);
}
