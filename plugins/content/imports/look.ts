/** Looks at what was read: gives everything its id, and says of each what keeps it from being imported. */
import { newId, type InputProblem, type ServiceMembers } from "lyceum";
import { Collection } from "../collections/collection.model.ts";
import type { Filed, FiledCollection, FiledItem } from "../exchange/parsed.ts";
import { ContentItem } from "../item.model.ts";
import { prepareContent } from "../prepare.ts";
import type { Preview } from "./import.model.ts";

/** Stands for a file in the check of an item whose files are not stored yet. */
const SOME_ID = "0".repeat(24);

type Models = Pick<ServiceMembers, "model">;

export async function lookAt(service: Models, { items, collections }: Filed): Promise<Preview[]> {
	const previews: Preview[] = [];
	for (const item of items) previews.push(await lookAtItem(service, item));
	for (const each of collections) previews.push(await lookAtCollection(service, each));
	return previews;
}

async function lookAtItem(service: Models, { path, content }: FiledItem): Promise<Preview> {
	const fields = toFields(content, () => SOME_ID);
	const problems = await problemsOf(async () => {
		prepareContent(fields);
		await new (service.model(ContentItem))(fields).validate();
	});
	const { kind, title } = content;
	return { path, id: newId(), type: "item", kind: text(kind), title: text(title), problems };
}

async function lookAtCollection(
	service: Models,
	{ path, entries: _entries, ...collection }: FiledCollection
): Promise<Preview> {
	const problems = await problemsOf(() => new (service.model(Collection))(collection).validate());
	const { kind, title } = collection;
	return { path, id: newId(), type: "collection", kind, title, problems };
}

/** The fields of an item; `idOf` tells what a path in them has become. */
export function toFields(
	{ attachments, questions, ...content }: FiledItem["content"],
	idOf: (path: string) => string
) {
	return {
		...content,
		...(Array.isArray(attachments) && {
			attachments: attachments.map(({ path, ...rest }) => ({ ...rest, fileId: idOf(path) }))
		}),
		...(Array.isArray(questions) && {
			questions: questions.map(({ item, ...rest }) => ({ ...rest, itemId: idOf(item) }))
		})
	};
}

async function problemsOf(check: () => Promise<unknown>): Promise<string[]> {
	try {
		await check();
		return [];
	} catch (error) {
		return messagesOf(error);
	}
}

/** What mongoose, and the plugin's own checks, find wrong. */
function messagesOf(error: unknown): string[] {
	const { data, errors, message } = error as Error & {
		data?: { errors?: InputProblem[] };
		errors?: Record<string, Error>;
	};
	if (data?.errors) return data.errors.map(({ pointer, message: said }) => `${pointer} ${said}`);
	if (errors)
		return Object.entries(errors).map(([path, { message: said }]) => `/${path} ${said}`);
	return [message];
}

function text(value: unknown): string {
	return typeof value === "string" ? value.slice(0, 200) : "";
}
