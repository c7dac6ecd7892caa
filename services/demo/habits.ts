/** What visitors do, by role, and how often in comparison. */
import type { Person } from "./people.ts";
import type { Visitor } from "./visitor.ts";

interface Habit {
	roles: Person["role"][];
	weight: number;
	act(visitor: Visitor): Promise<unknown>;
}

const EVERYBODY: Person["role"][] = ["student", "teacher", "admin"];
const WORDS = ["loop", "address", "function", "list", "network", "layer", "key"];

export const HABITS: Habit[] = [
	reads(EVERYBODY, 6, "/exercises?pageSize=25&sort=-createdAt"),
	reads(EVERYBODY, 4, "/projects?sort=-updatedAt"),
	reads(EVERYBODY, 3, "/notifications?pageSize=10"),
	reads(EVERYBODY, 2, "/auth/me"),
	reads(["student"], 3, "/content/published?pageSize=25"),
	reads(["teacher", "admin"], 3, "/quality/findings?filter[state]=open&pageSize=25"),
	reads(["teacher", "admin"], 1, "/attendance?sort=-startedAt"),
	reads(["teacher", "admin"], 1, "/quality/benchmarks"),
	// What people mistype.
	reads(EVERYBODY, 1, "/exercises/ffffffffffffffffffffffff"),
	reads(["student"], 1, "/exercises?filter[colour]=red"),
	{
		roles: EVERYBODY,
		weight: 3,
		act: visitor => visitor.send("GET", `/content/library?q=${any(WORDS)}`)
	},
	{
		roles: ["student"],
		weight: 2,
		async act(visitor) {
			const { data } = await visitor.list("/exercises?pageSize=100&fields=title");
			await visitor.send("POST", `/exercises/${any(data).id}/hints`);
		}
	},
	{
		roles: ["teacher"],
		weight: 1,
		async act(visitor) {
			const { data } = await visitor.list("/projects?filter[status]=active");
			if (data.length === 0) return;
			const dueOn = new Date(Date.now() + Math.ceil(Math.random() * 40) * 86_400_000);
			await visitor.send("PATCH", `/projects/${any(data).id}`, { dueOn });
		}
	},
	{
		roles: ["student"],
		weight: 1,
		async act(visitor) {
			const { data } = await visitor.list("/content/published?pageSize=100&fields=title");
			const rating = 3 + Math.floor(Math.random() * 3);
			const said = { itemId: any(data).id, kind: "praise", rating, text: "Well explained." };
			await visitor.send("POST", "/quality/feedback", said);
		}
	}
];

function reads(roles: Person["role"][], weight: number, path: string): Habit {
	return { roles, weight, act: visitor => visitor.send("GET", path) };
}

function any<One>(all: One[]): One {
	return all[Math.floor(Math.random() * all.length)]!;
}
