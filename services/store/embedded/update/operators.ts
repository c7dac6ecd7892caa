/** The update operators: each turns a field's current value into its new one. */
import { Double, Long, Timestamp } from "bson";
import { compareValues, equalValues } from "../bson/compare.ts";
import { add, kindOf, multiply, toBigInt } from "../bson/numbers.ts";
import { isDoc, isNumber, typeName, type Doc, type NumberValue } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { editArray, pullTest, pushModifiers } from "./array-operators.ts";
import { KEEP, REMOVE, type Edit } from "./path-edit.ts";

export interface Operator {
	/** Makes the edit for one path; throws when the operand is not what the operator takes. */
	edit: (operand: unknown, path: string) => Edit;
	/** Whether the documents that lead to the path are made when they are missing. */
	creates: boolean;
}

export const OPERATORS: Record<string, Operator> = {
	$set: { edit: operand => () => operand, creates: true },
	$setOnInsert: { edit: operand => () => operand, creates: true },
	$unset: { edit: () => current => (current === undefined ? KEEP : REMOVE), creates: false },
	$inc: { edit: (operand, path) => arithmetic("$inc", operand, path), creates: true },
	$mul: { edit: (operand, path) => arithmetic("$mul", operand, path), creates: true },
	$min: { edit: operand => extreme(operand, order => order > 0), creates: true },
	$max: { edit: operand => extreme(operand, order => order < 0), creates: true },
	$currentDate: { edit: operand => currentDate(operand), creates: true },
	$bit: { edit: (operand, path) => bit(operand, path), creates: true },
	$push: { edit: operand => editArray("$push", pushModifiers(operand)), creates: true },
	$addToSet: { edit: operand => addToSet(operand), creates: true },
	$pull: { edit: operand => pull("$pull", pullTest(operand)), creates: false },
	$pullAll: { edit: operand => pullAll(operand), creates: false },
	$pop: { edit: (operand, path) => pop(operand, path), creates: false }
};

function arithmetic(name: "$inc" | "$mul", operand: unknown, path: string): Edit {
	if (!isNumber(operand)) {
		throw storeError(
			"TypeMismatch",
			`Cannot ${name === "$inc" ? "increment" : "multiply"} with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`
		);
	}
	return current => {
		if (current === undefined) return name === "$inc" ? operand : zeroLike(operand);
		if (!isNumber(current)) {
			throw storeError(
				"TypeMismatch",
				`Cannot apply ${name} to a value of non-numeric type. The field '${path}' has type ${typeName(current)}`
			);
		}
		const result = name === "$inc" ? add(current, operand) : multiply(current, operand);
		if (result === undefined) {
			throw storeError(
				"BadValue",
				`Failed to apply ${name} operations to current value (${String(current)}): it exceeds 64 bits`
			);
		}
		return result;
	};
}

function zeroLike(operand: NumberValue): unknown {
	switch (kindOf(operand)) {
		case "int":
			return 0;
		case "long":
			return Long.ZERO;
		case "double":
			return new Double(0);
		case "decimal":
			return multiply(operand, 0);
	}
}

function extreme(operand: unknown, replaces: (order: number) => boolean): Edit {
	return current =>
		current === undefined || replaces(compareValues(current, operand)) ? operand : KEEP;
}

function currentDate(operand: unknown): Edit {
	if (operand === true || operand === false) return () => new Date();
	const type = isDoc(operand) ? operand.$type : undefined;
	if (type === "date") return () => new Date();
	if (type === "timestamp")
		return () => new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
	throw storeError(
		"BadValue",
		"The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}"
	);
}

const BIT_OPERATIONS: Record<string, (a: bigint, b: bigint) => bigint> = {
	and: (a, b) => a & b,
	or: (a, b) => a | b,
	xor: (a, b) => a ^ b
};

function bit(operand: unknown, path: string): Edit {
	if (!isDoc(operand) || Object.keys(operand).length === 0) {
		throw storeError(
			"BadValue",
			`The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`
		);
	}
	const steps = Object.entries(operand).map(([name, mask]) => {
		const operation = BIT_OPERATIONS[name];
		if (!operation)
			throw storeError(
				"BadValue",
				`The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`
			);
		if (!isWhole(mask))
			throw storeError(
				"BadValue",
				`The $bit modifier field must be an Integer(32/64 bit); a '${typeName(mask)}' is not supported here: {${path}}`
			);
		return { operation, mask };
	});
	return current => {
		if (current !== undefined && !isWhole(current)) {
			throw storeError(
				"BadValue",
				`Cannot apply $bit to a value of non-integral type. The field '${path}' has type ${typeName(current)}`
			);
		}
		return steps.reduce<NumberValue>(
			(value, { operation, mask }) => bitResult(operation, value, mask),
			(current as NumberValue | undefined) ?? 0
		);
	};
}

function isWhole(value: unknown): value is NumberValue {
	return isNumber(value) && (kindOf(value) === "int" || kindOf(value) === "long");
}

function bitResult(
	operation: (a: bigint, b: bigint) => bigint,
	a: NumberValue,
	b: NumberValue
): NumberValue {
	const result = BigInt.asIntN(64, operation(toBigInt(a), toBigInt(b)));
	const isWide = kindOf(a) === "long" || kindOf(b) === "long";
	return isWide ? Long.fromBigInt(result) : Number(BigInt.asIntN(32, result));
}

function addToSet(operand: unknown): Edit {
	const isMany = isDoc(operand) && Object.keys(operand)[0] === "$each";
	const values = isMany ? (operand as Doc).$each : [operand];
	if (!Array.isArray(values)) {
		throw storeError(
			"TypeMismatch",
			`The argument to $each in $addToSet must be an array but it was of type ${typeName(values)}`
		);
	}
	return editArray("$addToSet", array => {
		const result = [...array];
		for (const value of values) {
			if (!result.some(entry => equalValues(entry, value))) result.push(value);
		}
		return result;
	});
}

function pull(name: string, isPulled: (value: unknown) => boolean): Edit {
	return current => {
		if (current === undefined) return KEEP;
		if (!Array.isArray(current)) {
			throw storeError("BadValue", `Cannot apply ${name} to a non-array value`);
		}
		return current.filter(value => !isPulled(value));
	};
}

function pullAll(operand: unknown): Edit {
	if (!Array.isArray(operand)) {
		throw storeError(
			"BadValue",
			`$pullAll requires an array argument but was given a ${typeName(operand)}`
		);
	}
	return pull("$pullAll", value => operand.some(entry => equalValues(entry, value)));
}

function pop(operand: unknown, path: string): Edit {
	const end = isNumber(operand) ? Number(operand) : Number.NaN;
	if (end !== 1 && end !== -1) {
		throw storeError("FailedToParse", `$pop expects 1 or -1, found: ${String(operand)}`);
	}
	return current => {
		if (current === undefined) return KEEP;
		if (!Array.isArray(current)) {
			throw storeError(
				"TypeMismatch",
				`Path '${path}' contains an element of non-array type '${typeName(current)}'`
			);
		}
		return end === 1 ? current.slice(0, -1) : current.slice(1);
	};
}
