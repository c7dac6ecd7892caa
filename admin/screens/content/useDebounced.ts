/** A value that follows once it has rested. */
import { useEffect, useState } from "react";

export function useDebounced<Value>(value: Value, milliseconds: number): Value {
	const [rested, setRested] = useState(value);
	useEffect(() => {
		const waiting = setTimeout(() => setRested(value), milliseconds);
		return () => clearTimeout(waiting);
	}, [value, milliseconds]);
	return rested;
}
