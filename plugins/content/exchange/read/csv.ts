/** Questions in a table: one a row, `title, type, stem, option1 … option9, note1 … note9, correct` and more. */
import { parse } from "csv-parse/sync";
import { QUESTION_TYPES, type QuestionType } from "../../item.ts";
import { MAX_CSV_ROWS } from "../limits.ts";
import { nothing, UnreadableFile, type Filed, type FiledContent, type Warning } from "../parsed.ts";

const MAX_CELL = 100_000;
const OPTIONS = 9;

/** The columns that may be there beside the numbered ones. */
const COLUMNS = [
	"title",
	"type",
	"stem",
	"correct",
	"explanation",
	"topics",
	"objectives",
	"level",
	"language",
	"licence",
	"source",
	"value",
	"tolerance",
	"unit",
	"accepted"
];

type Row = Record<string, string>;

export function readCsv(source: string, path: string): Filed {
	const rows = parseRows(source, path);
	const filed = nothing();
	warnOfColumns(rows[0]!, path, filed.warnings);
	filed.items = rows.map((row, index) => ({
		path: `${path}#${index + 2}`,
		content: readQuestion(row, `${path}#${index + 2}`)
	}));
	return filed;
}

function parseRows(source: string, path: string): Row[] {
	const firstLine = source.split("\n", 1)[0]!;
	const delimiter = firstLine.includes(";") && !firstLine.includes(",") ? ";" : ",";
	try {
		const rows = parse(source, {
			bom: true,
			columns: (header: string[]) => header.map(name => name.trim().toLowerCase()),
			delimiter,
			skip_empty_lines: true,
			relax_column_count_less: true,
			max_record_size: MAX_CELL,
			to: MAX_CSV_ROWS + 1
		}) as Row[];
		requireRows(rows, path);
		return rows;
	} catch (error) {
		if (error instanceof UnreadableFile) throw error;
		throw new UnreadableFile(`${path} is no table: ${(error as Error).message}`, {
			cause: error
		});
	}
}

function requireRows(rows: Row[], path: string) {
	if (rows.length === 0) throw new UnreadableFile(`${path} holds no questions`);
	if (rows.length > MAX_CSV_ROWS)
		throw new UnreadableFile(`${path} holds more than ${MAX_CSV_ROWS} questions`);
	if (!("stem" in rows[0]!))
		throw new UnreadableFile(
			`${path} has no column stem; its first line has to name the columns`
		);
}

function warnOfColumns(row: Row, path: string, warnings: Warning[]) {
	for (const name of Object.keys(row)) {
		if (COLUMNS.includes(name) || /^(?:option|note|left|right)[1-9]$/.test(name)) continue;
		warnings.push({ path, message: `The column ${name} is unknown and was left out` });
	}
}

function readQuestion(row: Row, path: string): FiledContent {
	const cell = (name: string) => row[name]?.trim() ?? "";
	const questionType = typeOf(row, path);
	const stem = cell("stem");
	const words = {
		title: cell("title") || stem.slice(0, 200),
		stem,
		explanation: cell("explanation"),
		level: cell("level"),
		language: cell("language"),
		licence: cell("licence"),
		source: cell("source")
	};
	const given = Object.entries(words).filter(([, value]) => value !== "");
	return {
		kind: "question",
		questionType,
		...(Object.fromEntries(given) as FiledContent),
		topics: listIn(cell("topics")),
		objectives: listIn(cell("objectives")),
		...keyOf(questionType, row, path)
	};
}

function typeOf(row: Row, path: string): QuestionType {
	const type = row.type?.trim() || (listIn(row.correct ?? "").length > 1 ? "multiple" : "single");
	if ((QUESTION_TYPES as readonly string[]).includes(type)) return type as QuestionType;
	throw new UnreadableFile(`${path}: the type is ${type}; expected ${QUESTION_TYPES.join(", ")}`);
}

function keyOf(type: QuestionType, row: Row, path: string): FiledContent {
	const numbers = Array.from({ length: OPTIONS }, (_, index) => index + 1);
	switch (type) {
		case "numeric":
			return { answer: numericAnswer(row, path) };
		case "text":
			return { answer: { accepted: listIn(row.accepted ?? "") } };
		case "matching":
			return {
				pairs: numbers
					.filter(number => row[`left${number}`]?.trim())
					.map(number => ({
						left: row[`left${number}`]!.trim(),
						right: row[`right${number}`]?.trim() ?? ""
					}))
			};
		case "code":
			return {};
		default:
			return { options: optionsOf(type, row, numbers) };
	}
}

function optionsOf(type: QuestionType, row: Row, numbers: number[]) {
	const correct = new Set(listIn(row.correct ?? ""));
	return numbers
		.filter(number => row[`option${number}`]?.trim())
		.map(number => ({
			text: row[`option${number}`]!.trim(),
			correct: type === "ordering" || correct.has(String(number)),
			...(row[`note${number}`]?.trim() && { note: row[`note${number}`]!.trim() })
		}));
}

function numericAnswer(row: Row, path: string) {
	const number = (name: string) => {
		const text = row[name]?.trim() ?? "";
		if (text === "") return undefined;
		if (Number.isFinite(Number(text))) return Number(text);
		throw new UnreadableFile(`${path}: the ${name} ${JSON.stringify(text)} is no number`);
	};
	const [value, tolerance, unit] = [number("value"), number("tolerance"), row.unit?.trim()];
	return {
		...(value !== undefined && { value }),
		...(tolerance !== undefined && { tolerance }),
		...(unit && { unit })
	};
}

/** `1; 3` as a list. */
function listIn(text: string): string[] {
	return text
		.split(/[;|]/)
		.map(part => part.trim())
		.filter(Boolean);
}
