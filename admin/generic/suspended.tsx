/** A part that comes when it is first shown. */
import { Suspense, type ComponentType } from "react";

/** Shows nothing for the moment that it needs. */
export function suspended(View: ComponentType): ComponentType {
	return function Suspended() {
		return (
			<Suspense>
				<View />
			</Suspense>
		);
	};
}
