/**
 * What pages of plugins import as `lyceum/console`: the console's own parts, small on purpose. What is here stays
 * as it is for the pages that were written for it; `admin/README.md` has a table of it.
 */
export {
	Alert,
	Box,
	Button,
	Card,
	CardContent,
	Chip,
	Divider,
	IconButton,
	LinearProgress,
	MenuItem,
	Stack,
	TableCell,
	TableRow,
	TextField,
	Tooltip,
	Typography
} from "@mui/material";
export {
	Link,
	useCreatePath,
	useGetList,
	useGetMany,
	useGetIdentity,
	useGetOne,
	useLocale,
	useRefresh,
	useStore
} from "react-admin";
export { useNavigate, useSearchParams } from "react-router-dom";
export { request, type Answer, type RequestOptions } from "../api/http.ts";
export { ApiError, hasCode } from "../api/problem.ts";
export { useScreen, type Screen } from "../api/screens.ts";
export { Choice, Time, Value } from "../generic/fields/Value.tsx";
export { Reference, titleOf } from "../generic/fields/Reference.tsx";
export { useChoice, useLabel } from "../generic/labels.ts";
export { useChanging } from "../generic/useChanging.ts";
export { Overview } from "../layout/Overview.tsx";
export { Page } from "../layout/Page.tsx";
export { Problem } from "../layout/Problem.tsx";
export { Section } from "../layout/Section.tsx";
export { usePermitted, type Right } from "../layout/usePermitted.ts";
export { useTell } from "../layout/useTell.tsx";
export { useChanges, useIsLive, useLiveCollection } from "../live/useLive.ts";
export { useRequest } from "../screens/useRequest.ts";
export { Icon } from "./Icon.tsx";
export { useMessages, type Messages } from "./useMessages.ts";
export { usePages } from "./usePages.ts";
