/** Files, and uploads by tus. */
import { beginUpload, fileForm, makeFile } from "../../../support/files.ts";
import { newRequests } from "./ask.ts";

const { requests, ask } = newRequests();

ask("GET /files");
ask("GET /files/count");
ask("POST /files", () => ({ body: fileForm("A plan\n") }));
for (const route of [
	"GET /files/:id",
	"GET /files/:id/history",
	"DELETE /files/:id",
	"GET /files/:id/content",
	"POST /files/:id/link"
])
	ask(route, async ({ owner }) => ({ params: { id: await makeFile(owner) } }));
ask("PATCH /files/:id", async ({ owner }) => ({
	params: { id: await makeFile(owner) },
	body: { name: "changed.txt" }
}));
ask("GET /files/:id/linked", async ({ owner }) => {
	const id = await makeFile(owner);
	const { body } = await owner.post<{ url: string }>(`/files/${id}/link`);
	return { params: { id }, query: new URL(body.url).search.slice(1) };
});
/** What the protocol says in headers may stand in the address, too. */
const TUS_QUERY = "tusResumable=1.0.0";
ask("POST /uploads", { query: `${TUS_QUERY}&uploadLength=5` });
for (const method of ["GET", "DELETE"])
	ask(`${method} /uploads/:id`, async ({ owner }) => ({
		params: { id: await beginUpload(owner, 5) },
		query: TUS_QUERY
	}));
ask("PATCH /uploads/:id", async ({ owner }) => ({
	params: { id: await beginUpload(owner, 5) },
	query: `${TUS_QUERY}&uploadOffset=0&contentType=application/offset%2Boctet-stream`
}));

export const filesRequests = requests;
