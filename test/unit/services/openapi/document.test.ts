import { expect } from "chai";
import { ServiceBroker } from "moleculer";
import type { ReferenceObject } from "openapi3-ts/oas31";
import {
	collection,
	defineMixin,
	defineModel,
	definePlugin,
	Schema,
	type LyceumSchema
} from "../../../../mixins/index.ts";
import { mergedSchema } from "../../../../services/plugin-manager/merged-schema.ts";
import { differenceOf } from "../../../../services/openapi/difference.ts";
import { dereference } from "../../../../services/openapi/difference/dereference.ts";
import { documentOf } from "../../../../services/openapi/document.ts";
import { describedService, surfaceOf } from "../../../../services/openapi/surface.ts";

const broker = new ServiceBroker({ logger: false });
const BOOK = { type: "object", properties: { title: { type: "string" } } };

function bookModel(fields: object = {}) {
	return defineModel(
		"Book",
		new Schema({ title: { type: String, required: true, maxlength: 100 }, ...fields })
	);
}

/** A plugin with a collection of books, its mixins merged in. */
function books(fields?: object, more: object = {}): LyceumSchema {
	return mergedSchema(
		broker as never,
		definePlugin({ name: "books", mixins: [collection(bookModel(fields))], ...more })
	);
}

function shelves(more: object = {}): LyceumSchema {
	const get = { rest: "GET /:id", can: "public", returns: { schema: BOOK }, handler: () => null };
	const schema = definePlugin({
		name: "shelves",
		subject: "Shelf",
		actions: { get, add: { ...get, rest: "POST /" } },
		...more
	});
	return mergedSchema(broker as never, schema);
}

function describeAll(...schemas: LyceumSchema[]) {
	return documentOf(schemas.map(describedService));
}

function answerSchema(
	document: ReturnType<typeof documentOf>,
	path: string,
	status = "200"
): string {
	const { responses } = document.paths![path]!.get ?? document.paths![path]!.post!;
	const { content } = responses![status] as {
		content: Record<string, { schema: ReferenceObject }>;
	};
	return content["application/json"]!.schema.$ref;
}

describe("documentOf", () => {
	it("gives the parts of a collection their names", () => {
		const document = describeAll(books());
		expect(Object.keys(document.components!.schemas!)).to.deep.equal([
			"Book",
			"BookCountAnswer",
			"BookCreate",
			"BookHistory",
			"BookHistoryPage",
			"BookPage",
			"BookReplace",
			"BookUpdate",
			"Problem"
		]);
		expect(answerSchema(document, "/api/v1/books/{id}")).to.equal("#/components/schemas/Book");
		expect(answerSchema(document, "/api/v1/books")).to.equal("#/components/schemas/BookPage");
	});

	it("names what another service answers to get after its subject", () => {
		const document = describeAll(shelves());
		expect(answerSchema(document, "/api/v1/shelves/{id}")).to.equal(
			"#/components/schemas/Shelf"
		);
		expect(answerSchema(document, "/api/v1/shelves")).to.equal("#/components/schemas/Shelf");
	});

	it("keeps two things of one name apart", () => {
		const other = {
			...books({ pages: Number }),
			name: "library",
			settings: { rest: "/library" }
		};
		const document = describeAll(books(), other);
		expect(answerSchema(document, "/api/v1/books/{id}")).to.equal("#/components/schemas/Book");
		expect(answerSchema(document, "/api/v1/library/{id}")).to.equal(
			"#/components/schemas/Book2"
		);
	});

	it("has no reference that leads nowhere", () => {
		const text = JSON.stringify(dereference(describeAll(books(), shelves())).paths);
		expect(text).to.not.include("$ref");
		expect(JSON.stringify(describeAll(books()))).to.include("$ref");
	});

	it("is the same whatever the order of the services", () => {
		const [one, other] = [describeAll(books(), shelves()), describeAll(shelves(), books())];
		expect(JSON.stringify(one)).to.equal(JSON.stringify(other));
	});

	it("orders the paths by name", () => {
		const paths = Object.keys(describeAll(shelves(), books()).paths!);
		expect(paths[0]).to.equal("/api/v1/books");
		expect(paths.at(-1)).to.equal("/api/v1/shelves/{id}");
	});

	it("describes one generation while another takes its place", () => {
		const [old, fresh] = [3, 4].map(number => ({
			...describedService(books()),
			name: `books~${number}`
		}));
		const document = documentOf([old!, fresh!]);
		expect(document.tags).to.deep.equal([
			{ name: "books", description: "What the service books offers" }
		]);
		expect(document.paths!["/api/v1/books"]!.get!.operationId).to.equal("books.list");
	});

	it("leaves out what is not published", () => {
		const handler = () => null;
		const actions = {
			secret: { rest: "GET /secret", handler },
			inner: { can: "public", handler },
			shown: { rest: "GET /shown", can: "public", handler }
		};
		const document = describeAll(
			mergedSchema(broker as never, definePlugin({ name: "books", actions }))
		);
		expect(Object.keys(document.paths!)).to.deep.equal(["/api/v1/books/shown"]);
	});

	it("gives each route of one action a name of its own", () => {
		const ping = { rest: ["GET /ping", "/any"], can: "public", handler: () => null };
		const { paths } = describeAll(
			mergedSchema(broker as never, definePlugin({ name: "pings", actions: { ping } }))
		);
		const ids = Object.values(paths!).flatMap(item =>
			Object.values(item as Record<string, { operationId: string }>).map(
				({ operationId }) => operationId
			)
		);
		expect(ids).to.have.members([
			"pings.ping",
			"pings.ping.2",
			"pings.ping.3",
			"pings.ping.4",
			"pings.ping.5",
			"pings.ping.6"
		]);
	});

	it("says where the kernel is reached, and how callers show who they are", () => {
		const cookie = { type: "apiKey" as const, in: "cookie" as const, name: "auth_token" };
		const metadata = { description: "Accounts", securitySchemes: { cookie } };
		const schema = shelves({
			mixins: [defineMixin({ metadata })],
			actions: { list: { rest: "GET /", can: "read", handler: () => null } }
		});
		const document = documentOf([describedService(schema)], {
			serverUrl: "https://learn.example.org/"
		});
		expect(document.servers).to.deep.equal([{ url: "https://learn.example.org" }]);
		expect(document.components!.securitySchemes).to.have.keys("apiKey", "bearer", "cookie");
		expect(document.paths!["/api/v1/shelves"]!.get!.security).to.deep.equal([
			{ apiKey: [] },
			{ bearer: [] },
			{ cookie: [] }
		]);
		expect(document.tags).to.deep.equal([{ name: "shelves", description: "Accounts" }]);
	});
});

describe("surfaceOf", () => {
	const emits = [
		{ name: "books.book.lent", description: "A book was lent", schema: { type: "object" } }
	];
	const abilities = { student: [{ action: "read", subject: "Book" }] };

	it("is the same for the same definitions", () => {
		const [one, other] = [surfaceOf([books()]), surfaceOf([books()])];
		expect(differenceOf(one, other)).to.deep.equal({
			added: [],
			changed: [],
			removed: [],
			breaking: []
		});
	});

	it("tells of new fields, events and rights, none of which breaks", () => {
		const { breaking, added } = differenceOf(
			surfaceOf([books()]),
			surfaceOf([books({ pages: Number }, { emits, abilities })])
		);
		expect(breaking).to.deep.equal([]);
		expect(added.map(({ sentence }) => sentence)).to.deep.equal([
			"The event books.book.lent is new",
			"The role student gets the rule: may read Book"
		]);
	});

	it("breaks with a parameter that goes, because it is refused then", () => {
		const version = (params: object) =>
			surfaceOf([
				shelves({
					actions: {
						move: { rest: "POST /move", can: "public", params, handler: () => null }
					}
				})
			]);
		const { breaking } = differenceOf(
			version({ to: "string", note: "string|optional" }),
			version({ to: "string" })
		);
		expect(breaking.map(({ sentence }) => sentence)).to.deep.equal([
			'POST /api/v1/shelves/move: "note" in the body is refused now'
		]);
	});

	it("breaks with a field that goes", () => {
		const { breaking } = differenceOf(
			surfaceOf([books({ pages: Number })]),
			surfaceOf([books()])
		);
		expect(breaking.map(({ sentence }) => sentence)).to.include.members([
			'GET /api/v1/books/{id}: "pages" in the answer is not there any more',
			'POST /api/v1/books: "pages" in the body is refused now'
		]);
	});
});
