/** An icon by Material's name, of those that the console has. */
import { iconOf } from "../generic/icons.ts";

export function Icon({ name }: { name: string }) {
	const Named = iconOf(name);
	return <Named fontSize="small" />;
}
