/** Above a list: words to look for, filters, saved views, columns. */
import { Stack } from "@mui/material";
import { useResourceScreen } from "../useResourceScreen.ts";
import { ColumnsMenu } from "./ColumnsMenu.tsx";
import { Filters } from "./Filters.tsx";
import { SavedViews } from "./SavedViews.tsx";
import { Search } from "./Search.tsx";

export function ListTools() {
	const { searchable } = useResourceScreen();
	return (
		<Stack direction="row" sx={{ gap: 1, mb: 1.5, flexWrap: "wrap", alignItems: "center" }}>
			{searchable && <Search />}
			<Filters />
			<Stack direction="row" sx={{ gap: 0.5, ml: "auto" }}>
				<SavedViews />
				<ColumnsMenu />
			</Stack>
		</Stack>
	);
}
