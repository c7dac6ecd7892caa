/** Markdown as learners see it; the server renders it. */
import { Problem } from "../../layout/Problem.tsx";
import type { Attachment } from "./item.ts";
import { Rendered } from "./Rendered.tsx";
import { useRendered } from "./useRendered.ts";

interface MarkdownProps {
	text: string | null | undefined;
	attachments?: readonly Attachment[];
	field?: string;
	mark?: (html: string) => string;
	inline?: boolean;
}

export function Markdown({ text, attachments, ...rest }: MarkdownProps) {
	const { data, error, refetch } = useRendered(text ?? "", attachments);
	if (!text?.trim()) return null;
	if (error) return <Problem error={error} onRetry={() => void refetch()} />;
	return data ? <Rendered html={data.html} {...rest} /> : null;
}
