/** What learners say: first the groups that became findings, then all of it. */
import { Box, Card, CardContent, Stack, Typography } from "@mui/material";
import { Link } from "react-admin";
import { CollectionList } from "../../../generic/list/CollectionList.tsx";
import { useLiveCollection } from "../../../live/useLive.ts";
import { useRequest } from "../../useRequest.ts";
import { FindingActions } from "../findings/FindingActions.tsx";
import { FindingMarks, ItemLink, Passage } from "../findings/FindingText.tsx";
import { ACTIVE, type Finding, type Page } from "../quality.ts";

const GROUPS = `/quality/findings?pageSize=6&sort=-reports&filter[reports][gte]=1&filter[state][in]=${ACTIVE.join(",")}`;

export function FeedbackList() {
	return <CollectionList over={<Groups />} />;
}

function Groups() {
	useLiveCollection("qualityFindings");
	const { data } = useRequest<Page<Finding>>(GROUPS, { key: ["qualityFindings", "groups"] });
	if (!data || data.total === 0) return null;
	return (
		<Box
			component="ul"
			sx={{
				m: 0,
				mb: 2,
				p: 0,
				listStyle: "none",
				display: "grid",
				gap: 1.5,
				gridTemplateColumns: "repeat(auto-fill, minmax(280px, 1fr))"
			}}
		>
			{data.data.map(finding => (
				<Card component="li" key={finding.id}>
					<CardContent>
						<Stack sx={{ gap: 1 }}>
							<FindingMarks finding={finding} />
							<Link to={`/qualityFindings/${finding.id}/show`}>
								{finding.message}
							</Link>
							<Typography variant="body2">
								<ItemLink finding={finding} />
							</Typography>
							<Passage finding={finding} />
							<Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
								<FindingActions finding={finding} />
							</Stack>
						</Stack>
					</CardContent>
				</Card>
			))}
		</Box>
	);
}
