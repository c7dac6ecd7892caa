/** What learners say that was put together to one finding. */
import { Box, Rating, Stack, Typography } from "@mui/material";
import { Time } from "../../../generic/fields/Value.tsx";
import { useRequest } from "../../useRequest.ts";
import type { Page } from "../quality.ts";
import { useWords } from "../useWords.ts";

interface Saying {
	id: string;
	rating: number;
	text?: string;
	createdAt: string;
}

export function Sayings({ findingId }: { findingId: string }) {
	const words = useWords();
	const { data } = useRequest<Page<Saying>>(
		`/quality/feedback?pageSize=100&filter[findingId]=${encodeURIComponent(findingId)}`,
		{ key: ["qualityFeedback", "of", findingId] }
	);
	return (
		<Stack component="ul" sx={{ m: 0, p: 0, gap: 1, listStyle: "none" }}>
			{(data?.data ?? []).map(({ id, rating, text, createdAt }) => (
				<Box component="li" key={id}>
					<Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
						<span role="img" aria-label={words("finding.rating", { rating })}>
							<Rating readOnly size="small" value={rating} aria-hidden />
						</span>
						<Typography variant="body2" color="textSecondary">
							<Time dense value={createdAt} />
						</Typography>
					</Stack>
					{text && <Typography sx={{ overflowWrap: "anywhere" }}>{text}</Typography>}
				</Box>
			))}
		</Stack>
	);
}
