/** A button that asks for a file. */
import { Button } from "@mui/material";
import { useRef } from "react";

interface FileButtonProps {
	label: string;
	/** The endings that are taken, e.g. `.csv,.json`. */
	accept: string;
	disabled?: boolean;
	onFile: (file: File) => void;
}

export function FileButton({ label, accept, disabled = false, onFile }: FileButtonProps) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<div>
			<Button variant="outlined" disabled={disabled} onClick={() => input.current?.click()}>
				{label}
			</Button>
			<input
				ref={input}
				hidden
				type="file"
				accept={accept}
				aria-label={label}
				onChange={event => {
					const [file] = event.target.files ?? [];
					if (file) onFile(file);
					// The same file can be chosen again after it was mended.
					event.target.value = "";
				}}
			/>
		</div>
	);
}
