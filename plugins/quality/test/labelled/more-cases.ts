/** A third set, of code, links, pictures, secrets and others, written after the first two; see `short-cases.ts`. */
import { question, text, type Case, type MeasuredRule } from "./case.ts";

const FENCE = "```";
const code = (language: string, ...lines: string[]) =>
	[FENCE + language, ...lines, FENCE].join("\n");
const lesson = (body: string, ...flaws: MeasuredRule[]) => text(body, flaws);

export const MORE_CASES: Case[] = [
	// code
	lesson(
		code(
			"python",
			"import math",
			"",
			"def hyp(a: float, b: float = 1.0, *args, **kwargs) -> float:",
			'    """Return it."""',
			"    return math.sqrt(a**2 + b**2)",
			"",
			'if __name__ == "__main__":',
			'    print(f"{hyp(3, 4)=:.2f}")'
		)
	),
	lesson(
		code(
			"python",
			"numbers = [1, 2, 3]",
			"squares = [n * n for n in numbers if n % 2]",
			"print(*squares, sep=', ')",
			"total: int = sum(x for x in squares)",
			"d = {**{}, 'a': 1}"
		)
	),
	lesson(
		code(
			"python",
			"try:",
			"    int('x')",
			"except ValueError as error:",
			"    raise RuntimeError('bad') from error",
			"else:",
			"    pass",
			"finally:",
			"    print('done')"
		)
	),
	lesson(
		code(
			"python",
			"async def main():",
			"    async for x in agen():",
			"        await asyncio.sleep(1)",
			"    return [i async for i in agen()]"
		)
	),
	lesson(code("python", "print('hi')", "    print('there')"), "code/syntax"),
	lesson(code("python", "def f(:", "    pass"), "code/syntax"),
	lesson(code("python", "while True print('x')"), "code/syntax"),
	lesson(code("python", "x = [1, 2, 3", "print(x)"), "code/syntax"),
	lesson(code("python", "if a == 1:", "    b()", "  else:", "    code()"), "code/syntax"),
	lesson(code("python", "for x in range(10)", "    print(x)"), "code/syntax"),
	lesson(code("python", "return = 5"), "code/syntax"),
	lesson(code("python", "class Foo", "    pass"), "code/syntax"),
	lesson(code("python", "print('It's')"), "code/syntax"),
	lesson(code("python", "a = 5 +"), "code/syntax"),
	lesson(
		code(
			"javascript",
			"const p = { a: 1, ...q, [k]: v, get x() { return 1; } };",
			"for await (const x of y) console.log(x?.z ?? 0);",
			"class A { #b = 1; static { } }"
		)
	),
	lesson(code("javascript", "function f() {", "  console.log('a'", "}"), "code/syntax"),
	lesson(code("js", "let x = ;"), "code/syntax"),
	lesson(code("js", "if (x > 3 {", "  y();", "}"), "code/syntax"),
	lesson(code("jsx", 'const a = <div className="b">{c}</div>;')),
	lesson(code("json", "[1, 2, 3"), "code/syntax"),
	lesson(code("json", '{"a": 1, "b": [true, null]}')),
	lesson(code("json", "{a: 1}"), "code/syntax"),
	lesson(code("json", '{"a": 1 "b": 2}'), "code/syntax"),
	lesson(code("json", "{", "  // comment", '  "a": 1', "}"), "code/syntax"),
	lesson(code("bash", "for i in 1 2 3; do echo $i; done")),
	lesson(code("sql", "SELECT * FROM t WHERE a = 1;")),
	lesson(code("text", "if x: (")),
	lesson(code("console", "$ python x.py", "Traceback (most recent call last):")),
	lesson(code("html", "<div><p>unclosed</div>")),
	lesson(code("c", "int main() { return 0 }")),
	lesson(code("python", "$ python3 hello.py"), "code/syntax"),
	lesson("What is wrong with this code?\n\n" + code("python", "def f(x)", "    return x")),
	lesson("Here is a common mistake:\n\n" + code("js", "if (a = 1) {")),
	lesson(code("yaml", "a: 1", "b:", "  - c", "  - d: e")),
	lesson(code("yaml", "a: [1, 2", "b: 3"), "code/syntax"),
	lesson(code("yaml", "key: value", "\tkey2: value"), "code/syntax"),
	lesson(code("xml", "<a><b/></a>")),
	lesson(code("xml", "<a><b></a>"), "code/syntax"),
	lesson(
		code(
			"ts",
			"const x: number = 'a' as unknown as number;\nenum E { A }\nfunction g<T extends object>(a: T): a is T { return true; }"
		)
	),
	lesson(code("ts", "const x: = 3;"), "code/syntax"),
	// headings
	lesson("# T\n\na\n\n## B\n\nb\n\n## C\n\nc\n\n### D\n\nd\n\n## E\n\ne"),
	lesson("# T\n\na\n\n#### D\n\nd", "structure/heading-order"),
	lesson("## A\n\nx\n\n### B\n\ny\n\n##### C\n\nz", "structure/heading-order"),
	lesson("### Only\n\nx", "structure/heading-order"),
	lesson("## Q\n\n> #### In quote\n\ntext", "structure/heading-order"),
	lesson("Title\n=====\n\nx\n\n### Deep\n\ny", "structure/heading-order"),
	// links
	lesson(
		"See [docs](https://example.org/a_(b)) and [mail](mailto:a@school.example) and [rel](../lesson-2.md) and [top](#).",
		"link/broken"
	),
	lesson(
		"See [docs](https://example.org/a_(b)) and [rel](../lesson-2.md) and [file](files/data.csv)."
	),
	lesson("[Chapter two](#chapter-2)\n\n## Chapter 2: Loops\n\nx", "link/broken"),
	lesson("[Chapter two](#chapter-2-loops)\n\n## Chapter 2: Loops\n\nx"),
	lesson("[Set up](#Setup)\n\n## Setup\n\nx"),
	lesson("The [course page](https:///course) is new.", "link/broken"),
	lesson("The [course page](https//example.org) is new.", "link/broken"),
	lesson("The [course page](http://exa mple.org) is new.", "link/broken"),
	lesson("The [guide][g] is long.\n\n[h]: https://example.org", "link/broken"),
	lesson("The [course page](https://example) is here.", "link/broken"),
	lesson("A [x] checkbox and [1] a citation and array[0][1]."),
	lesson("- [ ] todo item\n- [x] done"),
	lesson("[Schedule](insert-link-here)", "link/broken"),
	lesson("[Home](https://www.example..com/)", "link/broken"),
	lesson("[Port](http://localhost:8080/health) of the server"),
	lesson("[IP](http://192.168.0.1/admin) of the router"),
	lesson("Footnote[^1].\n\n[^1]: A note."),
	lesson("[Exam rules](rules/exam.md)"),
	// alt
	lesson("![ ](a.png)", "a11y/alt-text"),
	lesson("![alt text](a.png)", "a11y/alt-text"),
	lesson("![A](a.png)", "a11y/alt-text"),
	lesson("![photo of](a.png)", "a11y/alt-text"),
	lesson("![Screenshot 2023-01-02 at 10.33.12](a.png)", "a11y/alt-text"),
	lesson("![DSC_0042](a.png)", "a11y/alt-text"),
	lesson("<img src=x.png alt='Graph of sine from 0 to 2π'>"),
	lesson("![OSI model](osi.png)"),
	lesson("![The seven layers](osi.png)"),
	lesson("![Image of a router](r.png)"),
	lesson("![network-topology-final-v2.png](n.png)", "a11y/alt-text"),
	lesson("![placeholder](n.png)", "a11y/alt-text"),
	lesson("text ![graph](g.png) text", "a11y/alt-text"),
	lesson("<img src='a.png' alt='image'>", "a11y/alt-text"),
	lesson('<figure><img src="a.png"><figcaption>A</figcaption></figure>', "a11y/alt-text"),
	lesson("![Bar chart: sales rose from 3 to 5 million](b.png)"),
	// link text
	lesson("[Here](https://a.example/)", "a11y/link-text"),
	lesson("[click here to download](https://a.example/)", "a11y/link-text"),
	lesson("[click](https://a.example/)", "a11y/link-text"),
	lesson("[this page](https://a.example/)", "a11y/link-text"),
	lesson("[Read more about OSPF](https://a.example/)"),
	lesson("[Download the sample data (CSV)](https://a.example/)"),
	lesson("[this lesson on loops](https://a.example/)"),
	lesson("[here's the guide to VLANs](https://a.example/)"),
	lesson("[see here](https://a.example/)", "a11y/link-text"),
	lesson("[link to the article](https://a.example/)", "a11y/link-text"),
	lesson("[more details](https://a.example/)", "a11y/link-text"),
	lesson("[1](https://a.example/)", "a11y/link-text"),
	lesson("[>>](https://a.example/)", "a11y/link-text"),
	lesson("[RFC](https://a.example/)"),
	lesson("[Go](https://go.dev/)"),
	lesson("[Check this out](https://a.example/)", "a11y/link-text"),
	lesson("[Find out more](https://a.example/)", "a11y/link-text"),
	lesson("[Details](https://a.example/)", "a11y/link-text"),
	lesson("[HERE](https://a.example/)", "a11y/link-text"),
	lesson("[click here for more information](https://a.example/)", "a11y/link-text"),
	// secrets
	lesson("`STRIPE_KEY=sk_live_51Hq8KdL2mNpQrStUvWxYz0a`", "safety/secret"),
	lesson("`glpat-Xk29sLq8Vb7Nm4Rt6Yp1`", "safety/secret"),
	lesson("slack: xoxb-263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1", "safety/secret"),
	lesson(code("env", "SECRET_KEY=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"), "safety/secret"),
	lesson(code("python", "password = 'S3cr3tP@ssw0rd!'"), "safety/secret"),
	lesson(code("python", "API_KEY = 'AIzaSyD4f8Kq2LmNpRsTuVwXyZ0123456789abc'"), "safety/secret"),
	lesson(code("python", "password = input('Password: ')", "if password == 'open':", "    pass")),
	lesson(code("python", "password = 'password123'")),
	lesson(code("python", "token = tokens[0]", "key = 'name'", "secret_number = 42")),
	lesson("mongodb://user:password@localhost:27017/db"),
	lesson("mysql://root:Kx8vP3qLz@10.0.0.5/app", "safety/secret"),
	lesson("The SHA-256 is e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855."),
	lesson("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 user@host"),
	lesson(
		"-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----"
	),
	lesson("The admin password is Tr0ub4dor&3x.", "safety/secret"),
	lesson("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzKp93Lm2Qa", "safety/secret"),
	lesson("Set `token: ${{ secrets.GITHUB_TOKEN }}` in the workflow."),
	lesson("The seed is 1234567890 and the id 550e8400-e29b-41d4-a716-446655440000."),
	lesson(code("json", '{"client_secret": "GOCSPX-4kLm9Qw2Rt7Yb3Nc8Xv1Zp6"}'), "safety/secret"),
	lesson(
		"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n-----END OPENSSH PRIVATE KEY-----",
		"safety/secret"
	),
	lesson("password: hunter2"),
	// longest key
	question(
		"What is DHCP?",
		[
			"A cable",
			"A protocol",
			"*A protocol that assigns IP addresses to hosts automatically when they join a network",
			"A port"
		],
		["question/longest-key"]
	),
	question("What is RAM?", [
		"*Volatile memory",
		"Permanent storage",
		"A network device",
		"A display type"
	]),
	question("Which is a benefit of IPv6?", [
		"*It has a much larger address space",
		"It needs no routers in between",
		"It is older than version four",
		"It works without any headers"
	]),
	question("What does the P in PDCA stand for?", ["*Plan", "Push", "Pull", "Pay"]),
	question(
		"Why use prepared statements?",
		[
			"Speed",
			"*They keep user input apart from the SQL code and so prevent injection",
			"Style",
			"Less code"
		],
		["question/longest-key"]
	),
	question("What is a closure?", [
		"A function that remembers the variables of the scope it was made in",
		"*A function together with the variables of its surrounding scope",
		"A loop that closes",
		"A class"
	]),
	// key missing
	question("Which?", ["One choice", "Two choices", "Three choices"], ["question/key-missing"]),
	question("Select two that are prime numbers.", ["*2", "*3", "4", "6"]),
	question("How many?", [], [], { questionType: "numeric", answer: 0 }),
	// explanation
	question("What is 2+2?", ["3", "*4", "5"], ["question/no-explanation"], { explanation: "   " }),
	question("What is 2+2 in base ten?", ["3", "*4", "5"], ["question/no-explanation"], {
		explanation: "-"
	}),
	question("What is 3+3?", ["5", "*6", "7"], ["question/no-explanation"], {
		explanation: "Answer: B"
	}),
	question("What is 3+4?", ["5", "*7", "6"], [], { explanation: "Count on from three." }),
	// objectives
	text(
		"Git keeps snapshots of a project. Each commit records who changed what. Branches let people work side by side, and merging brings the work together.",
		[],
		{ objectives: ["Explain what a commit is", "Create and merge branches"] }
	),
	text(
		"Git keeps snapshots of a project. Each commit records who changed what.",
		["structure/objectives"],
		{ objectives: ["Explain what a commit is", "Resolve merge conflicts"] }
	),
	text(
		"The water cycle moves water between the oceans, the air and the land. Sunlight evaporates water; clouds form when it condenses; rain brings it back.",
		[],
		{ objectives: ["Describe evaporation, condensation and precipitation"] }
	),
	text("Supply and demand set prices in a market.", ["structure/objectives"], {
		objectives: ["Students will be able to calculate compound interest"]
	}),
	// readability
	text(
		"Cells are small. Each cell has a wall or a skin that keeps the inside in. Inside there is a core with the plan of the cell. Food comes in and waste goes out. Plants make food from light.",
		[],
		{ level: "beginner" }
	),
	text(
		"The epistemological ramifications of computational irreducibility, particularly within the framework of contemporary philosophical discourse regarding emergent phenomena, necessitate a fundamental reconsideration of reductionist methodologies that have traditionally characterised scientific inquiry.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"To configure the interface, enter global configuration mode and select the port. Assign an address and a mask, then enable the interface. Verify the result with the show command. If the line protocol is down, check the cable and the clock rate on the other side.",
		[],
		{ level: "intermediate" }
	),
	text(
		"To configure the interface, first open the settings. Then choose the port and type the address. Save it and test the link with ping. If there is no answer, check the cable first, and then check the mask on the other side.",
		[],
		{ level: "beginner" }
	),
	// licences
	text("a", ["meta/licence"], { licence: "?" }),
	text("b", ["meta/licence"], { licence: "none" }),
	text("c", [], { licence: "proprietary" }),
	text("d", [], { licence: "GFDL-1.3-or-later" }),
	text("e", ["meta/licence"], { licence: "N/A" }),
	text("f", [], { licence: "© 2024 Example Ltd." }),
	text("g", [], { licence: "Public domain" }),
	// negative extra
	question(
		"Which of the following is LEAST likely to cause latency?",
		["*A short cable", "Congestion", "Distance", "Queues"],
		["question/negative-stem"]
	),
	question("Which of these would be inappropriate in a code review?", [
		"*Insults",
		"Questions",
		"Praise",
		"Hints"
	]),
	question("What is the output of the program if no argument is given?", [
		"*Usage",
		"Nothing",
		"Error",
		"Zero"
	]),
	question(
		"Which of the following are true EXCEPT?",
		["A1", "*B1", "C1", "D1"],
		["question/negative-stem"]
	),
	question("Which planet has no moons?", ["*Venus", "Mars", "Jupiter", "Saturn"]),
	question(
		"Which statement about VLANs is not correct?",
		["They split broadcast domains", "*They need no switch", "They have ids", "They use tags"],
		["question/negative-stem"]
	),
	question(
		"The following are benefits of TLS, except",
		["privacy", "integrity", "*speed", "identity"],
		["question/negative-stem"]
	),
	question(
		"Which layer does not exist in the OSI model?",
		["*Internet", "Session", "Network", "Transport"],
		["question/negative-stem"]
	),
	question("What will happen if you don't close a file?", [
		"*Data may be lost",
		"Nothing ever",
		"The disk spins",
		"A beep"
	]),
	question("Which protocol, unlike TCP, is connectionless?", ["*UDP", "SCTP", "QUIC", "TLS"]),
	question("A user says that the printer is not working. What should you check first?", [
		"*The power",
		"The driver",
		"The paper size",
		"The network"
	])
];
