/**
 * Gives schemas their names: what a service is about is `Project`, its pages are `ProjectPage`, the body of
 * `projects.create` is `ProjectCreate`. A named schema stands in the document once and is referred to.
 */
import type { JsonSchema } from "../../mixins/index.ts";
import type { Route } from "../gateway/routes.ts";

const PREFIX = "#/components/schemas/";

/** What a service is about, and how it looks. */
export interface Subject {
	subject: string;
	schema: JsonSchema;
}

export class SchemaNames {
	readonly #schemas = new Map<string, JsonSchema>();
	/** The names of the subjects, by their whole schema. */
	readonly #subjects = new Map<string, string>();

	constructor(subjects: Subject[], shared: Record<string, JsonSchema> = {}) {
		for (const [name, schema] of Object.entries(shared)) this.#schemas.set(name, schema);
		for (const { subject, schema } of subjects) {
			this.#subjects.set(JSON.stringify(schema), nameIn(this.#add(subject, schema)));
		}
	}

	/** The body of a route, as a reference. */
	body(route: Route, schema: JsonSchema): JsonSchema {
		return this.#named(baseOf(route), schema);
	}

	/** The answer of a route, as a reference: a document, a page of them, or something of its own. */
	answer(route: Route, schema: JsonSchema): JsonSchema {
		const answer = this.#withSubjects(schema);
		if (!isObject(answer)) return answer;
		if (!route.declaration.paged) return this.#named(`${baseOf(route)}Answer`, answer);
		const entry = answer.properties!.data?.items;
		if (!entry) return this.#named(`${baseOf(route)}Page`, answer);
		const items = this.#named(baseOf(route), entry);
		const name = items.$ref === undefined ? baseOf(route) : nameIn(items);
		const data = { ...answer.properties!.data, items };
		return this.#add(`${name}Page`, { ...answer, properties: { ...answer.properties, data } });
	}

	/** All named schemas, in the order of their names. */
	schemas(): Record<string, JsonSchema> {
		return Object.fromEntries(
			[...this.#schemas].sort(([one], [other]) => (one < other ? -1 : 1))
		);
	}

	#named(name: string, schema: JsonSchema): JsonSchema {
		const known = this.#withSubjects(schema);
		return isObject(known) ? this.#add(name, known) : known;
	}

	/** Two plugins may choose one name for different things: the later one gets a number. */
	#add(name: string, schema: JsonSchema): JsonSchema {
		const text = JSON.stringify(schema);
		let free = name;
		for (let number = 2; this.#schemas.has(free); number++) {
			if (JSON.stringify(this.#schemas.get(free)) === text) break;
			free = `${name}${number}`;
		}
		this.#schemas.set(free, schema);
		return { $ref: PREFIX + free };
	}

	/** The schema with references wherever a subject stands in it. */
	#withSubjects<Value>(value: Value): Value {
		if (typeof value !== "object" || value === null) return value;
		if (Array.isArray(value)) return value.map(entry => this.#withSubjects(entry)) as Value;
		const name = "properties" in value ? this.#subjects.get(JSON.stringify(value)) : undefined;
		if (name !== undefined) return { $ref: PREFIX + name } as Value;
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [key, this.#withSubjects(entry)])
		) as Value;
	}
}

function nameIn({ $ref }: JsonSchema) {
	return String($ref).slice(PREFIX.length);
}

function isObject(schema: JsonSchema) {
	return schema.properties !== undefined && Object.keys(schema.properties).length > 0;
}

/** `Project` and `projects.create` make `ProjectCreate`; without a subject, `auth.login` makes `AuthLogin`. */
function baseOf({ action, service, subject }: Route) {
	const name = action.slice(action.lastIndexOf(".") + 1);
	return pascal(subject || service) + pascal(name);
}

function pascal(name: string) {
	return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_match, letter: string) =>
		letter.toUpperCase()
	);
}
