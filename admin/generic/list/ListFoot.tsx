/** Which page of the list it is, and the way to the others. */
import { useListContext } from "react-admin";
import { Paging } from "./Paging.tsx";

export function ListFoot() {
	const { page, perPage, total = 0, setPage, setPerPage } = useListContext();
	return (
		<Paging
			total={total}
			page={page}
			pageSize={perPage}
			onPage={setPage}
			onPageSize={setPerPage}
		/>
	);
}
