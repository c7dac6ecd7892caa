import { expect } from "chai";
import mongoose from "mongoose";
import type { Connection } from "mongoose";
import { useStore } from "../../support/store.ts";

const { Schema } = mongoose;
const ObjectId = Schema.Types.ObjectId;

const userSchema = new Schema(
	{
		email: { type: String, required: true, unique: true, lowercase: true, match: /@/ },
		name: { type: String, trim: true, maxlength: 20 },
		age: { type: Number, min: 0 },
		role: { type: String, enum: ["student", "teacher"], default: "student" },
		tags: [String],
		meta: { type: Map, of: String },
		points: { type: BigInt },
		price: { type: Schema.Types.Decimal128 }
	},
	{ timestamps: true, optimisticConcurrency: true }
);

const postSchema = new Schema({
	title: { type: String, index: "text" },
	author: { type: ObjectId, ref: "User", index: true },
	comments: [{ by: { type: ObjectId, ref: "User" }, text: String }],
	score: { type: Number, default: 0 }
});
postSchema.virtual("authorPosts", {
	ref: "Post",
	localField: "author",
	foreignField: "author",
	count: true
});

const shapeSchema = new Schema({ name: String }, { discriminatorKey: "kind" });

const userModel = (connection: Connection) => connection.model("User", userSchema);
const postModel = (connection: Connection) => connection.model("Post", postSchema);

/** What populate puts in the place of the references. */
interface Populated {
	author: { name: string; email?: string };
	comments: { by: { email: string } }[];
	authorPosts: number;
}

describe("store: mongoose", () => {
	const store = useStore("mongoose");
	let connection: Connection;
	let User: ReturnType<typeof userModel>;
	let Post: ReturnType<typeof postModel>;

	before(async function () {
		this.timeout(30_000);
		mongoose.set("transactionAsyncLocalStorage", true);
		connection = mongoose.createConnection(store.url, { dbName: store.db.databaseName });
		await connection.asPromise();
		User = userModel(connection);
		Post = postModel(connection);
		await Promise.all([User.init(), Post.init()]);
	});
	beforeEach(() => Promise.all([User.deleteMany(), Post.deleteMany()]));
	after(async () => {
		mongoose.set("transactionAsyncLocalStorage", false);
		await connection.close();
	});

	async function failure(work: Promise<unknown>) {
		return work.then(
			() => expect.fail("expected an error"),
			(error: unknown) =>
				error as Error & { code?: number; keyValue?: object; errors?: object }
		);
	}

	it("validates before it saves, and names every bad field", async () => {
		const bad: object = { email: "no", name: "x".repeat(21), age: -1, role: "king" };
		const error = await failure(User.create(bad));
		expect(error.name).to.equal("ValidationError");
		expect(Object.keys(error.errors!)).to.have.members(["email", "name", "age", "role"]);
		expect(await User.countDocuments()).to.equal(0);
	});

	it("saves, casts, fills defaults and stamps the time", async () => {
		const made = await User.create({
			email: "Ann@X",
			name: " Ann ",
			meta: { a: "b" },
			tags: ["t"]
		});
		const found = await User.findById(made.id).orFail();
		expect(found).to.include({ email: "ann@x", name: "Ann", role: "student" });
		expect(found.meta!.get("a")).to.equal("b");
		expect(found.createdAt).to.be.instanceOf(Date);
		found.name = "Anna";
		found.tags.push("u");
		found.meta!.set("c", "d");
		await found.save();
		const again = await User.findOne({ name: "Anna" }).orFail().lean();
		expect(again.tags).to.deep.equal(["t", "u"]);
		expect(again.meta).to.deep.equal({ a: "b", c: "d" });
		expect(again.updatedAt.getTime()).to.be.at.least(again.createdAt.getTime());
	});

	it("keeps BigInt and Decimal128 exactly", async () => {
		const points = 9007199254740993n;
		const made = await User.create({ email: "a@x", points, price: "10.10" });
		const found = await User.findById(made.id).orFail();
		expect(found.points).to.equal(points);
		expect(String(found.price)).to.equal("10.10");
	});

	it("reports a duplicate of a unique field", async () => {
		await User.create({ email: "a@x" });
		const error = await failure(User.create({ email: "a@x" }));
		expect(error.code).to.equal(11000);
		expect(error.keyValue).to.deep.equal({ email: "a@x" });
		const many = await failure(User.insertMany([{ email: "b@x" }, { email: "a@x" }]));
		expect(many.code).to.equal(11000);
	});

	it("makes its indexes once and finds no difference afterwards", async () => {
		await Promise.all([User.init(), Post.init()]);
		expect(await User.syncIndexes()).to.deep.equal([]);
		expect(await Post.diffIndexes()).to.deep.equal({ toDrop: [], toCreate: [] });
		const names = Object.keys(await Post.collection.indexInformation());
		expect(names).to.include.members(["_id_", "author_1", "title_text"]);
	});

	it("refuses the second of two saves of one version", async () => {
		const made = await User.create({ email: "a@x", age: 1 });
		const [first, second] = [
			await User.findById(made.id).orFail(),
			await User.findById(made.id).orFail()
		];
		first.age = 2;
		second.age = 3;
		await first.save();
		expect((await failure(second.save())).name).to.equal("VersionError");
		expect((await User.findById(made.id).orFail()).age).to.equal(2);
	});

	it("populates one, many, nested, with selection, and counts", async () => {
		const [ann, bob] = await User.create([{ email: "a@x", name: "Ann" }, { email: "b@x" }]);
		await Post.create([
			{ title: "one", author: ann!.id, comments: [{ by: bob!.id, text: "hi" }] },
			{ title: "two", author: ann!.id }
		]);
		const found = await Post.findOne({ title: "one" })
			.orFail()
			.populate<Populated>("author", "name")
			.populate("comments.by")
			.populate("authorPosts");
		expect(found.author.name).to.equal("Ann");
		expect(found.author.email).to.equal(undefined);
		expect(found.comments[0]!.by.email).to.equal("b@x");
		expect(found.authorPosts).to.equal(2);
	});

	it("returns plain objects when lean", async () => {
		await User.create({ email: "a@x" });
		const found = await User.findOne().orFail().lean();
		expect(found).to.not.be.instanceOf(mongoose.Document);
		expect("save" in found).to.equal(false);
		expect(found._id).to.be.instanceOf(mongoose.Types.ObjectId);
	});

	it("keeps kinds apart by their discriminator", async () => {
		const Shape = connection.model("Shape", shapeSchema);
		const Circle = Shape.discriminator("Circle", new Schema({ radius: Number }));
		const Square = Shape.discriminator("Square", new Schema({ side: Number }));
		await Circle.create({ name: "c", radius: 2 });
		await Square.create([
			{ name: "s", side: 3 },
			{ name: "t", side: 4 }
		]);
		expect(await Shape.countDocuments()).to.equal(3);
		expect(await Square.countDocuments({ side: { $gt: 3 } })).to.equal(1);
		const found = await Shape.findOne({ name: "c" });
		expect(found).to.be.instanceOf(Circle);
		expect(found!.get("radius")).to.equal(2);
	});

	it("updates and upserts with defaults and time stamps", async () => {
		const options = { upsert: true, returnDocument: "after" } as const;
		const made = await User.findOneAndUpdate({ email: "u@x" }, { name: "U" }, options);
		expect(made).to.include({ name: "U", role: "student" });
		expect(made.createdAt).to.be.instanceOf(Date);
		const result = await User.updateOne({ email: "u@x" }, { $addToSet: { tags: "t" } });
		expect(result.modifiedCount).to.equal(1);
		const again = await User.findOne({ email: "u@x" }).orFail();
		expect(again.updatedAt.getTime()).to.be.at.least(made.updatedAt.getTime());
	});

	it("saves and writes in bulk", async () => {
		const users = await User.insertMany([{ email: "a@x" }, { email: "b@x" }, { email: "c@x" }]);
		for (const user of users) user.set("age", 5);
		await User.bulkSave(users);
		expect(await User.countDocuments({ age: 5 })).to.equal(3);
		const result = await User.bulkWrite([
			{ updateMany: { filter: {}, update: { $inc: { age: 1 } } } },
			{ deleteOne: { filter: { email: "a@x" } } }
		]);
		expect([result.modifiedCount, result.deletedCount]).to.deep.equal([3, 1]);
	});

	it("aggregates, searches, pages and streams", async () => {
		const ann = await User.create({ email: "a@x", name: "Ann" });
		const posts = Array.from({ length: 25 }, (_, score) => ({ title: `post ${score}`, score }));
		await Post.insertMany(posts.map(post => ({ ...post, author: ann })));
		const [sum] = await Post.aggregate([
			{ $lookup: { from: "users", localField: "author", foreignField: "_id", as: "author" } },
			{ $unwind: "$author" },
			{ $group: { _id: "$author.name", total: { $sum: "$score" } } }
		]);
		expect(sum).to.deep.equal({ _id: "Ann", total: 300 });
		expect(await Post.find({ $text: { $search: "post" } })).to.have.length(25);
		const page = await Post.find().sort("-score").skip(5).limit(5).select("score -_id").lean();
		expect(page).to.deep.equal([19, 18, 17, 16, 15].map(score => ({ score })));
		let streamed = 0;
		for await (const post of Post.find().cursor({ batchSize: 4 })) streamed += post.score;
		expect(streamed).to.equal(300);
		expect(await Post.exists({ score: 24 })).to.not.equal(null);
		expect(await Post.distinct("author")).to.have.length(1);
	});

	describe("transactions", () => {
		it("commit and roll back with connection.transaction", async () => {
			await connection.transaction(async session => {
				await User.create([{ email: "in@x" }], { session });
				await Post.create([{ title: "in" }], { session });
			});
			expect(await User.countDocuments()).to.equal(1);
			const work = connection.transaction(async session => {
				await User.create([{ email: "out@x" }], { session });
				throw new Error("no");
			});
			expect((await failure(work)).message).to.equal("no");
			expect(await User.countDocuments()).to.equal(1);
			expect(await Post.countDocuments()).to.equal(1);
		});

		it("cover every call inside by transactionAsyncLocalStorage", async () => {
			const work = connection.transaction(async () => {
				await User.create({ email: "a@x" });
				await Post.updateOne({ title: "p" }, { score: 1 }, { upsert: true });
				expect(await User.countDocuments()).to.equal(1);
				expect(await Post.aggregate([{ $count: "n" }])).to.deep.equal([{ n: 1 }]);
				throw new Error("undo");
			});
			expect((await failure(work)).message).to.equal("undo");
			expect(await User.countDocuments()).to.equal(0);
			expect(await Post.countDocuments()).to.equal(0);
		});

		it("reset a document's state when they are rolled back", async () => {
			const user = await User.create({ email: "a@x", age: 1 });
			const work = connection.transaction(async session => {
				user.age = 2;
				await user.save({ session });
				throw new Error("undo");
			});
			await failure(work);
			await user.save();
			expect((await User.findById(user.id).orFail()).age).to.equal(2);
		});

		it("use a session that is given to each call", async () => {
			const session = await connection.startSession();
			session.startTransaction();
			const made = await User.create([{ email: "a@x" }], { session });
			const { _id } = made[0]!;
			const inside = await User.findById(_id).orFail().session(session);
			expect(inside.email).to.equal("a@x");
			expect(await User.findById(_id)).to.equal(null);
			inside.name = "changed";
			await inside.save();
			await session.commitTransaction();
			await session.endSession();
			expect((await User.findById(_id).orFail()).name).to.equal("changed");
		});
	});

	it("drops models' collections and forgets them", async () => {
		const Gone = connection.model("Gone", new Schema({ a: { type: Number, unique: true } }));
		await Gone.init();
		await Gone.create({ a: 1 });
		await Gone.collection.drop();
		connection.deleteModel("Gone");
		expect(await store.db.listCollections({ name: "gones" }).toArray()).to.deep.equal([]);
	});
});
