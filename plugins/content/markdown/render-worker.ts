/** A thread that renders: hostile Markdown can hold it up, but nobody else. */
import { renderMarkdown, type RenderInput, type Rendered } from "./render.ts";

export default function render(input: RenderInput): Rendered {
	return renderMarkdown(input);
}
