/** Which page it is, and the way to the others. */
import { TablePagination } from "@mui/material";
import { useListContext, useTranslate } from "react-admin";

const SIZES = [10, 25, 50, 100];

export function ListFoot() {
	const translate = useTranslate();
	const { page, perPage, total = 0, setPage, setPerPage } = useListContext();
	return (
		<TablePagination
			component="div"
			count={total}
			page={Math.min(page - 1, Math.max(0, Math.ceil(total / perPage) - 1))}
			rowsPerPage={perPage}
			rowsPerPageOptions={SIZES}
			onPageChange={(_event, next) => setPage(next + 1)}
			onRowsPerPageChange={event => setPerPage(Number(event.target.value))}
			labelRowsPerPage={translate("ra.navigation.page_rows_per_page")}
			labelDisplayedRows={({ from, to, count }) =>
				translate("ra.navigation.page_range_info", {
					offsetBegin: from,
					offsetEnd: to,
					total: count
				})
			}
			getItemAriaLabel={type => translate(`ra.navigation.${type}`)}
			slotProps={{
				select: {
					native: true,
					inputProps: { "aria-label": translate("ra.navigation.page_rows_per_page") }
				}
			}}
		/>
	);
}
