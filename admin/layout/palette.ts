/** Opens the command palette from wherever it is asked for. */
let open: () => void = () => undefined;

export function setOpenPalette(next: () => void): void {
	open = next;
}

export function openPalette(): void {
	open();
}
