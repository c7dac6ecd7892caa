/** The fields of a document, those of its form first and those of the server last. */
import { Box, Typography } from "@mui/material";
import type { RaRecord } from "react-admin";
import type { Screen } from "../../api/screens.ts";
import { Value } from "../fields/Value.tsx";
import { useLabel } from "../labels.ts";

export function Fields({ record, screen }: { record: RaRecord; screen: Screen }) {
	const label = useLabel(screen);
	return (
		<Box
			component="dl"
			sx={{
				m: 0,
				display: "grid",
				gridTemplateColumns: { xs: "1fr", sm: "minmax(140px, 220px) 1fr" },
				columnGap: 3,
				rowGap: { xs: 0.25, sm: 1.25 }
			}}
		>
			{fieldsOf(record, screen).map(field => (
				<Box key={field} sx={{ display: "contents" }}>
					<Typography component="dt" variant="body2" color="textSecondary">
						{label(field)}
					</Typography>
					<Typography
						component="dd"
						variant="body2"
						sx={{ m: 0, mb: { xs: 1, sm: 0 }, minWidth: 0, overflowWrap: "anywhere" }}
					>
						<Value
							value={record[field]}
							schema={screen.schema.properties?.[field] ?? {}}
							resource={screen.name}
							path={field}
						/>
					</Typography>
				</Box>
			))}
		</Box>
	);
}

/** What the server left out is not shown as if it were empty, apart from what the form has. */
function fieldsOf(record: RaRecord, { form, schema }: Screen) {
	const all = Object.keys(schema.properties ?? {});
	const own = form.filter(field => all.includes(field));
	const others = all.filter(field => !own.includes(field) && record[field] !== undefined);
	const isLast = (field: string) => ["createdAt", "updatedAt", "rev", "id"].indexOf(field);
	return [...own, ...others.toSorted((one, other) => isLast(one) - isLast(other))];
}
