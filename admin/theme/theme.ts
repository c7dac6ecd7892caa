import { defaultDarkTheme, defaultLightTheme } from "react-admin";
export const lightTheme = defaultLightTheme;
export const darkTheme = defaultDarkTheme;
