/** What is chosen beside the library and its golden set. */
import { Box, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useRequest } from "../../useRequest.ts";
import { CollectionSelect } from "../CollectionSelect.tsx";
import type { Benchmarks } from "../quality.ts";
import { useWords } from "../useWords.ts";

export function BenchmarkPanel() {
	const words = useWords();
	const [collectionId, setCollection] = useState<string | null>(null);
	const query = collectionId === null ? "" : `?collectionId=${encodeURIComponent(collectionId)}`;
	const { data } = useRequest<Benchmarks>(`/quality/benchmarks${query}`, {
		key: ["quality", "benchmarks", collectionId]
	});
	return (
		<Stack sx={{ gap: 2, pt: 1 }}>
			<CollectionSelect
				label={words("benchmarks.of")}
				all={words("benchmarks.all")}
				value={collectionId}
				onChange={setCollection}
			/>
			{data && <Comparison benchmarks={data} />}
		</Stack>
	);
}

function Comparison({ benchmarks: { chosen, golden, library } }: { benchmarks: Benchmarks }) {
	const words = useWords();
	const { p10, p25, p50, p75, p90 } = library.percentiles;
	const difference = chosen.besideGolden;
	const facts: [string, string][] = [
		[words("benchmarks.score"), String(chosen.score ?? "–")],
		[
			words("benchmarks.percentile"),
			chosen.percentile === null
				? "–"
				: words("benchmarks.ofLibrary", { percent: chosen.percentile })
		],
		[
			words("benchmarks.golden"),
			golden.mean === null ? words("benchmarks.noGolden") : String(golden.mean)
		]
	];
	return (
		<>
			<Box
				component="dl"
				sx={{ m: 0, display: "grid", gridTemplateColumns: "1fr auto", rowGap: 0.5 }}
			>
				{facts.map(([name, value]) => (
					<Box key={name} sx={{ display: "contents" }}>
						<Typography component="dt" variant="body2" color="textSecondary">
							{name}
						</Typography>
						<Typography component="dd" variant="body2" sx={{ m: 0, fontWeight: 650 }}>
							{value}
						</Typography>
					</Box>
				))}
			</Box>
			{difference !== null && (
				<Typography variant="body2">
					{words("benchmarks.beside", { difference: signed(difference) })}
				</Typography>
			)}
			{p50 !== null && (
				<Box>
					<Scale
						low={p25!}
						middle={p50!}
						high={p75!}
						mark={chosen.score}
						from={p10!}
						to={p90!}
					/>
					<Typography variant="body2" color="textSecondary">
						{words("benchmarks.spread", { low: p25, high: p75, best: p90 })}
					</Typography>
				</Box>
			)}
		</>
	);
}

interface ScaleProps {
	from: number;
	low: number;
	middle: number;
	high: number;
	to: number;
	/** The score of what is chosen. */
	mark: number | null;
}

/** From 0 to 100: where most, and where half of the library lies, and what is chosen. */
function Scale({ from, low, middle, high, to, mark }: ScaleProps) {
	const words = useWords();
	const band = (start: number, end: number, opacity: number) => (
		<Box
			sx={{
				position: "absolute",
				insetBlock: 8,
				left: `${start}%`,
				width: `${Math.max(1, end - start)}%`,
				bgcolor: "primary.main",
				opacity,
				borderRadius: 1
			}}
		/>
	);
	const line = (at: number, colour: string, width: number) => (
		<Box
			sx={{
				position: "absolute",
				insetBlock: 2,
				left: `calc(${at}% - ${width / 2}px)`,
				width,
				bgcolor: colour,
				borderRadius: 1
			}}
		/>
	);
	return (
		<Box
			role="img"
			aria-label={`${words("benchmarks.scale")}: ${[from, low, middle, high, to].join(", ")}${mark === null ? "" : ` · ${words("benchmarks.score")} ${mark}`}`}
			sx={{
				position: "relative",
				height: 32,
				mb: 0.5,
				bgcolor: "action.hover",
				borderRadius: 1
			}}
		>
			{band(from, to, 0.25)}
			{band(low, high, 0.55)}
			{line(middle, "primary.main", 3)}
			{mark !== null && line(mark, "secondary.main", 5)}
		</Box>
	);
}

function signed(value: number) {
	return value > 0 ? `+${value}` : String(value);
}
