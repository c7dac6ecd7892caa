/** The console's looks: dense and calm, light and dark, every text with enough contrast. */
import type { RaThemeOptions } from "react-admin";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

const shared: RaThemeOptions = {
	shape: { borderRadius: 8 },
	sidebar: { width: 232, closedWidth: 52 },
	typography: {
		fontFamily: FONT,
		fontSize: 13,
		h1: { fontSize: "1.35rem", fontWeight: 650, letterSpacing: "-0.01em" },
		h2: { fontSize: "1.05rem", fontWeight: 650 },
		h3: { fontSize: "0.95rem", fontWeight: 600 },
		button: { textTransform: "none", fontWeight: 600 }
	},
	components: {
		MuiButtonBase: { defaultProps: { disableRipple: true } },
		MuiButton: { defaultProps: { size: "small", disableElevation: true } },
		MuiIconButton: { defaultProps: { size: "small" } },
		MuiTextField: { defaultProps: { size: "small", variant: "outlined" } },
		MuiFormControl: { defaultProps: { size: "small", variant: "outlined" } },
		MuiAutocomplete: { defaultProps: { size: "small" } },
		MuiCard: { defaultProps: { variant: "outlined" } },
		MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } } },
		MuiTableCell: { styleOverrides: { head: { fontWeight: 600, whiteSpace: "nowrap" } } },
		MuiFormHelperText: { styleOverrides: { root: { marginLeft: 2 } } },
		// What is set apart by its colour alone cannot be seen by everybody.
		MuiLink: { defaultProps: { underline: "always" } }
	}
};

/** The mark of what has the keyboard. */
function focus(colour: string): NonNullable<RaThemeOptions["components"]> {
	const ring = { outline: `2px solid ${colour}`, outlineOffset: 2 };
	return {
		MuiCssBaseline: {
			styleOverrides: {
				"a:focus-visible": ring,
				"[tabindex='0']:focus-visible": ring,
				"@media (prefers-reduced-motion: reduce)": {
					"*, *::before, *::after": {
						transitionDuration: "0.01ms !important",
						animationDuration: "0.01ms !important",
						animationIterationCount: "1 !important"
					}
				}
			}
		},
		MuiButton: {
			...shared.components!.MuiButton,
			styleOverrides: { root: { "&.Mui-focusVisible": ring } }
		},
		MuiIconButton: {
			...shared.components!.MuiIconButton,
			styleOverrides: { root: { "&.Mui-focusVisible": ring } }
		}
	};
}

export const lightTheme: RaThemeOptions = {
	...shared,
	palette: {
		mode: "light",
		primary: { main: "#1b5e59", contrastText: "#ffffff" },
		secondary: { main: "#8a4b12", contrastText: "#ffffff" },
		success: { main: "#1d6b36" },
		warning: { main: "#8a5300" },
		error: { main: "#b3261e" },
		info: { main: "#1f5a8c" },
		background: { default: "#f5f6f4", paper: "#ffffff" },
		text: { primary: "#1b2422", secondary: "#4d5a57", disabled: "#6a7673" },
		divider: "#dde2df"
	},
	components: { ...shared.components, ...focus("#1b5e59") }
};

export const darkTheme: RaThemeOptions = {
	...shared,
	palette: {
		mode: "dark",
		primary: { main: "#7fd0c7", contrastText: "#0c1a18" },
		secondary: { main: "#f0b57b", contrastText: "#22150a" },
		success: { main: "#7fd197", contrastText: "#0b1d11" },
		warning: { main: "#f2c063", contrastText: "#211705" },
		error: { main: "#ff9c92", contrastText: "#2a0a07" },
		info: { main: "#8ec5f3", contrastText: "#08192a" },
		background: { default: "#111716", paper: "#19211f" },
		text: { primary: "#e6ecea", secondary: "#b0bcb8", disabled: "#8d9a96" },
		divider: "#303b38"
	},
	components: { ...shared.components, ...focus("#7fd0c7") }
};
