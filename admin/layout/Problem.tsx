/** Something that went wrong, in words, with a way to try again. */
import { Alert, Button } from "@mui/material";
import { useTranslate } from "react-admin";
import { ApiError } from "../api/problem.ts";

export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
	const translate = useTranslate();
	const message = error instanceof Error ? error.message : String(error);
	const { requestId } = error instanceof ApiError ? error.problem : { requestId: undefined };
	return (
		<Alert
			severity="error"
			sx={{ my: 1 }}
			action={onRetry && <Button onClick={onRetry}>{translate("lyceum.retry")}</Button>}
		>
			{translate(message, { _: message })}
			{requestId && <div>{translate("lyceum.requestId", { id: requestId })}</div>}
		</Alert>
	);
}
