/** Which of the pages it is, how long they are, and the way to the others. */
import { TablePagination } from "@mui/material";
import { useTranslate } from "react-admin";

const SIZES = [10, 25, 50, 100];

interface PagingProps {
	total: number;
	/** From 1; one that is gone stands for the last. */
	page: number;
	pageSize: number;
	onPage: (page: number) => void;
	onPageSize: (size: number) => void;
}

export function Paging({ total, page, pageSize, onPage, onPageSize }: PagingProps) {
	const translate = useTranslate();
	return (
		<TablePagination
			component="div"
			count={total}
			page={Math.min(page - 1, Math.max(0, Math.ceil(total / pageSize) - 1))}
			rowsPerPage={pageSize}
			rowsPerPageOptions={SIZES}
			onPageChange={(_event, next) => onPage(next + 1)}
			onRowsPerPageChange={event => onPageSize(Number(event.target.value))}
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
