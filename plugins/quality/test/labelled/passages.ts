/** Passages as several authors write them: of lessons, articles, instructions, course pages. */
import { text, type Case } from "./case.ts";

const FENCE = "```";
const code = (language: string, ...lines: string[]) =>
	[FENCE + language, ...lines, FENCE].join("\n");

export const PASSAGES: Case[] = [
	// Spelling: sound.
	text(
		"The colour of the label does not matter; its behaviour when you resize the window does. Organise your files in one centre."
	),
	text(
		"The color of the label does not matter; its behavior when you resize the window does. Organize your files in one center."
	),
	text(
		"Call `getElementById` or use numpy.linspace to build the array. The file is called my_script.py and lives in ~/projets/tset."
	),
	text(
		"Kubernetes was made at Google; Guido van Rossum made Python, and Edsger Dijkstra hated goto."
	),
	text(
		"Subnetting splits a network. A VLAN keeps hosts apart, and the hypervisor's backend runs in a datacentre."
	),
	text(
		"You don't need to refactor it: it's idempotent, isn't it? They've already deserialised the payload."
	),
	text(
		"The TCP handshake, the ARP cache and DHCP leases are shown by netstat, nslookup and ipconfig."
	),
	text(
		"We analysed the licence and practised travelling; the programme's catalogue was labelled grey."
	),
	text("Über-fast lookups, a naïve approach and a café in São Paulo are fine."),
	text(
		"A well-known, multi-threaded, read-only, user-defined iterator is re-entrant and non-blocking."
	),
	text(
		"The enzyme amylase breaks starch down; mitosis ends with cytokinesis, and the ribosome makes proteins."
	),
	text("Die Schleife läuft über jedes Element der Liste und gibt es aus.", [], {
		language: "de"
	}),
	text("Set `recieve_timeout` in the config; the constant `TEH_VALUE` is kept for old clients."),
	text(
		"Pandas, NumPy and scikit-learn are imported as pd, np and sklearn. PostgreSQL and SQLite speak SQL."
	),
	text("The GCD of 12 and 18 is 6. In O(n log n) time, mergesort sorts n elements."),
	// Spelling: flawed.
	text("The function will recieve the value and store it in memory.", ["text/spelling"]),
	text("Each router keeps a seperate table for every neighbour.", ["text/spelling"]),
	text("This is definately the easiest way to write a loop.", ["text/spelling"]),
	text("Check the enviroment before you start, and read the documention.", ["text/spelling"]),
	text("An exeption is raised when the key does not exist.", ["text/spelling"]),
	text("You dont have to close the file yourself.", ["text/spelling"]),
	text("The adress of the host is written in binary.", ["text/spelling"]),
	text("Teh second argument is optional.", ["text/spelling"]),
	text("Variables are usefull to remember results untill they are needed.", ["text/spelling"]),
	text("The algoritm compares neighbouring elements and swaps them.", ["text/spelling"]),
	text("Plants need water and sunlihgt to grow.", ["text/spelling"]),
	text("It would of been faster to use a dictionary.", ["text/spelling"]),
	text("A swtich is faster then a hub.", ["text/spelling"]),
	text("The paramters are checked at the begining of the call.", ["text/spelling"]),
	text("Managment has to aprove the budget.", ["text/spelling"]),
	text("The treaty was signed in the eigteenth century by all partys.", ["text/spelling"]),
	text("Write a function wich returns the sum.", ["text/spelling"]),
	text("## Introdution\n\nThis lesson is about loops and conditions.", ["text/spelling"]),
	text("The program throws an error becuase the list is empty.", ["text/spelling"]),

	// Readability.
	text(
		"A variable is a name for a value. You write the name on the left and the value on the right. Python remembers the value for you. Later you can use the name again. If you give it a new value, the old one is gone.",
		[],
		{ level: "beginner" }
	),
	text(
		"A switch joins the computers of one room. It has many ports, and each computer has a cable to one of them. When a frame comes in, the switch looks at its address. It then sends the frame out of the right port only.",
		[],
		{ level: "beginner" }
	),
	text(
		"The instantiation of heterogeneous collections necessitates an appreciation of the polymorphic characteristics that distinguish interoperable abstractions from their implementation-specific counterparts, notwithstanding the considerable terminological inconsistencies encountered throughout contemporary documentation.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"Notwithstanding the aforementioned considerations regarding administrative responsibilities, organisational accountability necessitates comprehensive documentation of authorisation procedures. Consequently, the implementation of appropriate countermeasures presupposes interdisciplinary collaboration, institutional commitment, and continuous evaluation of effectiveness, particularly considering the multiplicity of jurisdictions concerned.",
		["text/readability"],
		{ level: "beginner" }
	),
	text(
		"Photosynthetic organisms accomplish the transformation of electromagnetic radiation into biochemical potential energy through a multiplicity of intricately coordinated oxidation-reduction reactions, the stoichiometric characteristics of which necessitate quantitative investigation utilising sophisticated spectroscopic instrumentation and considerable mathematical expertise.",
		["text/readability"],
		{ level: "intermediate" }
	),
	text(
		"A transaction is a group of statements that succeed or fail together. The database writes each change to a log before it touches the table, so that a crash in the middle can be undone. Isolation decides what two transactions see of each other. Most systems read committed data by default, and offer stricter levels at some cost.",
		[],
		{ level: "intermediate" }
	),
	text(
		"Consistency protocols trade availability for agreement. A quorum of replicas must acknowledge each write before the coordinator reports success; consequently, a partition that isolates a minority cannot make progress, whereas the majority continues undisturbed. Linearizability then follows from the intersection of any two quorums, provided that every replica orders conflicting operations by the same logical clock.",
		[],
		{ level: "advanced" }
	),
	text(
		"Each packet has a header. The header says where the packet comes from and where it goes. Routers read the header and pass the packet on. If a router does not know the way, it asks its default route. This goes on until the packet arrives.",
		[],
		{ level: "beginner" }
	),
	text(
		"The utilization of parameterized interrogative constructions facilitates the mitigation of injection vulnerabilities, insofar as the separation of executable instructions from externally supplied information eliminates opportunities for unauthorized interpretation. Furthermore, the institutionalization of periodic verification substantially diminishes residual organizational exposure.",
		["text/readability"],
		{ level: "beginner" }
	),

	// Inclusive language.
	text(
		"Add the host to the allowlist and restart the service. The primary copies its data to two replicas."
	),
	text(
		"Ada Lovelace wrote her notes in 1843. She described how the engine could compute numbers."
	),
	text(
		"You will master lists in this lesson. A master's degree is not needed. Merge into the main branch."
	),
	text("A user can change their password. They need the old one for that."),
	text(
		"The man-in-the-middle reads what both sides send. Kill the process and abort the transaction."
	),
	text(
		"Guido van Rossum started Python over Christmas; his goal was a language that is easy to read."
	),
	text(
		"The dummy variable is 1 for members and 0 for others. A child process is orphaned when its parent ends."
	),
	text('The term "blacklist" is outdated; write "blocklist" instead.'),
	text("Maria is a developer. She works in a team of five, and her code is reviewed every day."),
	text(
		"A blind test hides the brand. The blind spot of the camera was 20 degrees. Turn the white board."
	),
	text("Slavery was abolished in 1865; the slave trade had been forbidden before."),
	text(
		"A parent node has two children, and each of them knows its sibling. Native code runs faster."
	),
	text("Put the address on the blacklist of the firewall.", ["text/inclusive"]),
	text("Each slave node pulls the changes from the master.", ["text/inclusive"]),
	text("Every student must bring his own laptop to the exam.", ["text/inclusive"]),
	text("When a developer commits code, he should write a message that says why.", [
		"text/inclusive"
	]),
	text("Hey guys, in this lesson we look at loops.", ["text/inclusive"]),
	text("The task takes about twenty man-hours.", ["text/inclusive"]),
	text("Run a quick sanity check before you deploy.", ["text/inclusive"]),
	text("The interface is so simple that your grandmother could use it.", ["text/inclusive"]),
	text("The chairman opens the meeting and reads the minutes.", ["text/inclusive"]),
	text("Old accounts are grandfathered in and keep their price.", ["text/inclusive"]),
	text("This crazy bug took us three days.", ["text/inclusive"]),
	text("Mankind has always counted with fingers.", ["text/inclusive"]),
	text("A nurse should wash her hands before she touches the patient.", ["text/inclusive"]),
	text("The screen reader is made for the blind.", ["text/inclusive"]),
	text("Anyone who finishes early may hand in his paper.", ["text/inclusive"]),
	text("He suffers from dyslexia, so give him more time.", ["text/inclusive"]),
	text("The web server and the database use a master/slave setup.", ["text/inclusive"]),
	text("An administrator has to confirm the change. He gets a mail with a link.", [
		"text/inclusive"
	]),

	// Headings.
	text(
		"# Loops\n\nWhy loops?\n\n## The for loop\n\nIt repeats.\n\n### With range\n\nIt counts.\n\n## The while loop\n\nIt waits."
	),
	text("Text before any heading.\n\n## First\n\nOne.\n\n## Second\n\nTwo."),
	text(
		"## Setup\n\nInstall it.\n\n" +
			code("bash", "#### not a heading", "echo hi") +
			"\n\n## Use\n\nRun it."
	),
	text("Networks\n========\n\nThey connect.\n\nRouters\n-------\n\nThey route."),
	text("# Loops\n\nWhy loops?\n\n### The for loop\n\nIt repeats.", ["structure/heading-order"]),
	text("## Cells\n\nAll that lives.\n\n#### Walls\n\nPlants have them.", [
		"structure/heading-order"
	]),
	text("#### Note\n\nRead this first.\n\n## Start\n\nNow begin.", ["structure/heading-order"]),
	text(
		"# Budget\n\nMoney.\n\n## Plan\n\nA plan.\n\n##### Details\n\nMany.\n\n## Control\n\nWatch it.",
		["structure/heading-order"]
	),
	text("<h2>Plan</h2>\n\nFirst.\n\n<h5>Details</h5>\n\nMore.", ["structure/heading-order"]),
	text("# A\n\nText.\n\n## B\n\nText.\n\n### C\n\nText.\n\n# D\n\nText.\n\n### E\n\nText.", [
		"structure/heading-order"
	]),

	// Objectives.
	text(
		"A list holds values in order. You append to a list, and you read an element by its index. A slice is a part of a list.",
		[],
		{ objectives: ["Append values to a list", "Read elements by index and slice"] }
	),
	text(
		"TCP opens a connection with a handshake and resends what was lost. UDP sends datagrams and forgets them.",
		[],
		{ objectives: ["Compare TCP and UDP", "Describe the TCP handshake"] }
	),
	text(
		"Use `for` to repeat a block for each element.\n\n" +
			code("python", "for name in names:", "    print(name)"),
		[],
		{ objectives: ["Write a for loop that prints each element"] }
	),
	text("The heart pumps blood through arteries, and veins bring it back.", [], {
		objectives: ["Explain how the heart moves blood", "Name the vessels: arteries and veins"]
	}),
	text(
		"Lists keep their values in order; `append` adds one more, and an index reads any of them.",
		["structure/objectives"],
		{ objectives: ["Append values to a list", "Handle exceptions with try and except"] }
	),
	text(
		"A variable is a name for a value. Assign it with an equals sign.",
		["structure/objectives"],
		{ objectives: ["Configure OSPF on two routers"] }
	),
	text(
		"TCP opens a connection with a handshake and resends what was lost.",
		["structure/objectives"],
		{ objectives: ["Compare TCP and UDP"] }
	),
	text(
		"The stakeholders of a project are all who are touched by it. List them early.",
		["structure/objectives"],
		{ objectives: ["Identify stakeholders", "Calculate the critical path of a schedule"] }
	),
	text("Mitosis has four phases, from prophase to telophase.", ["structure/objectives"], {
		objectives: ["Name the phases of mitosis", "Explain photosynthesis in leaves"]
	}),

	// Links.
	text(
		"Read the [Python tutorial](https://docs.python.org/3/tutorial/) and jump to [the exercises](#exercises).\n\n## Exercises\n\nThree of them."
	),
	text(
		"The base address is `http//localhost` in the config, see RFC 791 at <https://www.rfc-editor.org/rfc/rfc791>."
	),
	text("See [the glossary][gl] for terms.\n\n[gl]: https://example.org/glossary"),
	text("Take `matrix[row][column]`, or write to [the office](mailto:office@school.example)."),
	text("The value grid[i][j] is the sum. A list such as [a][b] is two lists."),
	text("Jump to [C++ & friends](#c--friends).\n\n## C++ & Friends\n\nThey are fast."),
	text(code("markdown", "[broken](http//nowhere)", "[empty]()") + "\n\nThat is how links look."),
	text("Read the [introduction to sets]() first.", ["link/broken"]),
	text("The [list of commands](htp://example.org/commands) is long.", ["link/broken"]),
	text("Jump to [the summary of this lesson](#sumary).\n\n## Summary\n\nShort.", ["link/broken"]),
	text("All terms are in [the glossary][glossary] of the course.", ["link/broken"]),
	text("The [exam outline](https://) is public.", ["link/broken"]),
	text("The [sample data](TODO) has 100 rows.", ["link/broken"]),
	text("Our [student handbook](www.school.example/handbook) has more.", ["link/broken"]),
	text("![A plan of the network](<>)\n\nThe plan shows three routers.", ["link/broken"]),
	text("The [state diagram](http:/example.org/states) has five states.", ["link/broken"]),

	// Pictures.
	text("![Three routers in a ring, each with two hosts](ring.png)"),
	text(
		'<img src="line.png" alt="" role="presentation">\n\n<img src="bus.svg" alt="Bus topology with four hosts">'
	),
	text("Write `![](picture.png)` to show a picture."),
	text(
		"![Diagram of a plant cell with its nucleus and vacuole](cell.png)\n\n![Logo of the Python Software Foundation](psf.png)"
	),
	text("![](topology.png)", ["a11y/alt-text"]),
	text("![image](loop.png)", ["a11y/alt-text"]),
	text("![IMG_2034.jpg](IMG_2034.jpg)", ["a11y/alt-text"]),
	text('<img src="cell.png">', ["a11y/alt-text"]),
	text("![Screenshot](editor.png) and ![figure 3](f3.png)", ["a11y/alt-text"]),
	text("![flowchart.svg][f]\n\n[f]: flowchart.svg", ["a11y/alt-text"]),
	text("![diagram](osi.png)", ["a11y/alt-text"]),
	text("![picture of ](tree.png)", ["a11y/alt-text"]),

	// Texts of links.
	text(
		"The [history of the internet](https://example.org/history) is short. Compare [RFC 2616](https://example.org/2616)."
	),
	text(
		"Click the button, then read more in the [manual of the router](https://example.org/manual)."
	),
	text(
		"See <https://example.org/spec> or [`itertools`](https://docs.python.org/3/library/itertools.html)."
	),
	text("To install it, [click here](https://example.org/install).", ["a11y/link-text"]),
	text("The specification is [here](https://example.org/spec).", ["a11y/link-text"]),
	text("Loops are explained in [this article](https://example.org/loops).", ["a11y/link-text"]),
	text("[Read more](https://example.org/more)", ["a11y/link-text"]),
	text(
		'The slides are <a href="https://example.org/slides">there</a>, and the book is <a href="https://example.org/book">at this link</a>.',
		["a11y/link-text"]
	),
	text("[Learn more…](https://example.org/cells) about cells.", ["a11y/link-text"]),
	text("For the marks, use this [link](https://example.org/marks).", ["a11y/link-text"]),
	text("[More info](https://example.org/a) and [more](https://example.org/b)", [
		"a11y/link-text"
	]),
	text("Tap [this](https://example.org/app) to get the app.", ["a11y/link-text"]),

	// Code.
	text(code("python", "def area(r):", "    return 3.14 * r ** 2", "", "print(area(2))")),
	text(code("python", ">>> 1 + 1", "2", ">>> for i in range(2):", "...     print(i)", "0", "1")),
	text(
		"This does not parse, because the colon is missing:\n\n" +
			code("python", "if x > 3", "    print(x)")
	),
	text(
		code(
			"js",
			"const double = x => x * 2;",
			"await fetch(`/items/${id}`);",
			"export default double;"
		)
	),
	text(code("json", '{ "name": "Ada", "age": 36, "tags": [] }')),
	text(code("", "IF x THEN", "  print x")),
	text(
		code(
			"python",
			"class Dog:",
			"    def bark(self):",
			"        ...",
			"",
			"    @property",
			"    def name(self) -> str:",
			'        return f"{self._name!r:>10}"'
		)
	),
	text(code("bash", "$ pip install requests", "if [ -f a ]; then echo yes; fi")),
	text(code("javascript", "{ name: 'Ada', age: 36 }")),
	text(
		code(
			"python",
			"match command.split():",
			'    case ["go", direction]:',
			"        go(direction)",
			"    case _:",
			'        print("?")'
		)
	),
	text(code("python", "with (open('a') as a, open('b') as b):", "    print(a.read(), b.read())")),
	text(
		code(
			"yaml",
			"name: test",
			"on: [push, pull_request]",
			"jobs:",
			"  build:",
			"    runs-on: linux"
		)
	),
	text(
		code(
			"typescript",
			"interface Point { x: number; y?: number }",
			"const origin: Point = { x: 0 };"
		)
	),
	text(code("python", "def area(r)", "    return 3.14 * r ** 2"), ["code/syntax"]),
	text(code("python", "print('hello'", "print('world')"), ["code/syntax"]),
	text(code("python", "for i in range(3):", "print(i)"), ["code/syntax"]),
	text(code("python", 'name = "Ada', "print(name)"), ["code/syntax"]),
	text(code("py", 'print "hello"'), ["code/syntax"]),
	text(code("python", "x = 1", "    y = 2", "print(x + y)"), ["code/syntax"]),
	text(code("js", "function add(a, b) {", "  return a + b;"), ["code/syntax"]),
	text(code("javascript", "const a = [1, 2, 3;", "console.log(a)"), ["code/syntax"]),
	text(code("json", "{ 'name': 'Ada' }"), ["code/syntax"]),
	text(code("json", '{ "name": "Ada", }'), ["code/syntax"]),
	text(
		"1. Open the editor.\n2. Type this:\n\n   " +
			FENCE +
			"python\n   if name = 'Ada':\n       greet()\n   " +
			FENCE,
		["code/syntax"]
	),
	text(code("yaml", "name: test", "  on: push", "jobs"), ["code/syntax"]),

	// Licences.
	text("A text with a licence of its own.", [], { licence: "MIT" }),
	text("A text that belongs to the school.", [], {
		licence: "All rights reserved, Example School"
	}),
	text("A text in the public domain.", [], { licence: "CC0 1.0" }),
	text("A text without a licence.", ["meta/licence"], { licence: "" }),
	text("Another text without one.", ["meta/licence"], { licence: undefined }),
	text("Nobody knows who made this.", ["meta/licence"], { licence: "unknown" }),
	text("To be decided later.", ["meta/licence"], { licence: "TBD" }),
	text("A dash stands for it.", ["meta/licence"], { licence: " - " }),

	// Dates.
	text(
		"Python was released in 1991. Version 2.0 followed in 2000, and in 2008 came version 3.0."
	),
	text("RFC 791 (1981) defines IPv4. Moore's paper of 1965 is still read."),
	text("As of 2025, the exam has 90 questions. The next one will be held in May 2027."),
	text("At the time, in 1995, the latest browser was Netscape."),
	text("The project was scheduled for 2019, but it was finished in 2021."),
	text("The timestamp `2015-03-01` is in ISO format. Between 1914 and 1918 there was a war."),
	text("© 2017 Example School. The French Revolution began in 1789; today we remember it."),
	text("As of 2016, the exam has 60 questions.", ["meta/stale-date"]),
	text("The new version will be released in March 2020.", ["meta/stale-date"]),
	text("The current version is Python 3.6, released in 2016.", ["meta/stale-date"]),
	text("Currently (2018) most sites use HTTP/1.1.", ["meta/stale-date"]),
	text("Register for the exam before 15 June 2022.", ["meta/stale-date"]),
	text("Last updated: April 2017", ["meta/stale-date"]),
	text("Flash is going to be removed from browsers by the end of 2020.", ["meta/stale-date"]),
	text("Recently, in 2015, gravitational waves were measured for the first time.", [
		"meta/stale-date"
	]),
	text("The upcoming 2019 revision of the outline adds cloud services.", ["meta/stale-date"]),
	text("Windows 7 is supported until January 2020.", ["meta/stale-date"]),

	// Secrets.
	text("Set the key in the environment: `export API_KEY=<your key>`."),
	text(
		code(
			"python",
			"password = getpass.getpass()",
			'api_key = os.environ["API_KEY"]',
			'token = request.headers.get("X-Token")'
		)
	),
	text("AWS documents `AKIAIOSFODNN7EXAMPLE` as an example of an access key."),
	text(
		"The hash of the commit is 9fceb02d0ae598e95dc970b74767f19372d61af8, and its UUID 123e4567-e89b-12d3-a456-426614174000."
	),
	text('A good passphrase has four words; `password = "secret"` is a bad idea.'),
	text(code("json", '{ "password": "********", "token": "YOUR_TOKEN_HERE" }')),
	text("The password must have at least 8 characters, one digit and one of !?#."),
	text(code("bash", "export AWS_ACCESS_KEY_ID=AKIAQ3EGVXKD7Z4MLRTB", "aws s3 ls"), [
		"safety/secret"
	]),
	text(code("python", 'client = connect("postgres://app:tR7k9vQ2mLxw@db.school.net/main")'), [
		"safety/secret"
	]),
	text("Use this token: ghp_Zk3vQ9sLx7Rt2Wm8Yb4Nc6Jd1Hf5Gp0aXeUi", ["safety/secret"]),
	text(
		code(
			"",
			"-----BEGIN RSA PRIVATE KEY-----",
			"MIIEpAIBAAKCAQEA7bq8rVZ0m3pXk1Jf9uQ2tLwYcN5sHgR4eTzVbDxKoMiPaUlS",
			"Qy6WjEhC2n8vFtXr0dGkLzBpMsAeYqIuOwJcHfNgVbTxRlKzSdPmQyWe",
			"-----END RSA PRIVATE KEY-----"
		),
		["safety/secret"]
	),
	text(code("js", 'const apiKey = "f7Gk2pLq9Xw4Rt8Zv1Bn6Ym3";'), ["safety/secret"]),
	text(code("yaml", "database:", "  user: admin", "  password: Gx7!kP2vLq9z"), ["safety/secret"]),
	text(
		"The header is Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiIsInJvbGUiOiJhIn0.k3Jx9QvLm2RtWz7YbNc4HdFgPsAeUiOo1TyKqXwVzBM",
		["safety/secret"]
	),

	// Personal data.
	text("Write to ann@example.com or to support@school.org. Call 555-0134 in the exercise."),
	text(
		"The address 192.168.10.14 and the number 1234567890 are made up. Version 3.10.4.2 is out."
	),
	text(
		"git@github.com:lyceum/course.git is the address of the repository; the decorator is @app.route."
	),
	text("ISBN 978-0-13-110362-7 and order 4539148803436467 are on the slip of 12/05/2021."),
	text("Alan Turing was born on 23 June 1912 in London. Call the function 100-200-3000 times."),
	text("Use the test card 4242 4242 4242 4242 in the sandbox."),
	text("Between 10-20-3000 and 1.2.3.4:8080 nothing happens; RFC 2822 has 51 pages."),
	text("Ask Jane at jane.miller84@gmail.com for the solution.", ["safety/personal-data"]),
	text("My number is +49 171 4829356, call me after six.", ["safety/personal-data"]),
	text("Send the fee to DE44 5001 0517 5407 3249 31.", ["safety/personal-data"]),
	text("He paid with 4539 1488 0343 6467 last week.", ["safety/personal-data"]),
	text("Her social security number is 536-22-8741.", ["safety/personal-data"]),
	text("Tom, date of birth: 14.03.1998, failed the exam.", ["safety/personal-data"]),
	text("Submit your work to p.hoffmann@uni-heidelberg.de by mail.", ["safety/personal-data"]),
	text("Call Mrs Ortiz at (212) 736-5019 before noon.", ["safety/personal-data"]),
	text("The student lives at 48 Maple Grove Road in Bristol.", ["safety/personal-data"]),
	text(code("python", 'user = {"name": "Karl Weber", "mail": "karl.weber@web.de"}'), [
		"safety/personal-data"
	]),
	text(
		"Passport no. C01X00T47 of the candidate was copied; the tutor has L8498217 on file under passport number 533401268.",
		["safety/personal-data"]
	),

	// Much the same twice.
	text(
		"A hash table stores pairs of keys and values. It computes a number from the key, and that number says in which bucket the pair lies. Looking up a key takes the same time however many pairs there are, unless many keys fall into one bucket.",
		["duplicate/near"]
	),
	text(
		"A hash table stores pairs of keys and values. It calculates a number from the key, and this number says in which bucket the pair lies. Looking up a key takes the same time however many pairs there are, unless too many keys fall into one bucket.",
		["duplicate/near"]
	),
	text(
		"The waterfall model plans all phases in advance: requirements, design, implementation, test and operation. Each phase ends with a document that the next one starts from. Changes late in the project are expensive.",
		["duplicate/near"]
	),
	text(
		"The waterfall model plans all its phases in advance: requirements, design, implementation, test and operation. Each phase ends with a document that the next one starts from. Late changes in the project are expensive. Many teams prefer to iterate.",
		["duplicate/near"]
	),
	text(
		"A queue hands out its elements in the order in which they came, first in, first out. Printers and web servers use queues for what they cannot do at once."
	),
	text(
		"A stack hands out its elements in the opposite order, last in, first out. Function calls and the undo of an editor use stacks for what they have to come back to."
	)
];
