/** Questions as several authors write them: teachers of networking, of Python, of biology, of project work. */
import { question, type Case } from "./case.ts";

export const QUESTIONS: Case[] = [
	// Sound ones.
	question("Which layer of the OSI model routes packets between networks?", [
		"Data link",
		"*Network",
		"Transport",
		"Session"
	]),
	question("What does `len([1, 2, 3])` return?", ["`2`", "*`3`", "`4`", "`6`"]),
	question("Which port does HTTPS use by default?", ["21", "80", "*443", "8080"]),
	question("Which organelle produces most of the energy of a cell?", [
		"The nucleus",
		"*The mitochondrion",
		"The ribosome",
		"The vacuole"
	]),
	question("Which of these are mutable types in Python?", ["*list", "tuple", "*dict", "str"]),
	question("A switch forwards a frame by looking at which address?", [
		"*The destination MAC address",
		"The source IP address",
		"The default gateway",
		"The subnet mask"
	]),
	question("Which boolean literal is valid in Python?", ["true", "*True", "TRUE", "T"]),
	question("What happens when a key is not in a dictionary and you write `d[key]`?", [
		"*A `KeyError` is raised",
		"`None` is returned",
		"The key is added",
		"The program waits"
	]),
	question("Which command shows files that are not tracked by git?", [
		"*git status",
		"git log",
		"git push",
		"git clone"
	]),
	question("Which keyword starts the block that handles an exception?", [
		"try",
		"*except",
		"finally",
		"raise"
	]),
	question("What does the operator `!=` mean?", ["*Not equal", "Equal", "Assign", "Factorial"]),
	question("What is the result of `not True`?", ["`True`", "*`False`", "`None`", "`0`"]),
	question("Why can a string not be changed in place?", [
		"*Strings are immutable",
		"Strings are too long",
		"Strings have no index",
		"Strings are numbers"
	]),
	question("Which HTTP status code means that a page was not found?", [
		"200",
		"301",
		"*404",
		"500"
	]),
	question("If a packet does not arrive, what does TCP do?", [
		"*It sends the packet again",
		"It closes the port",
		"It changes the route",
		"It lowers the window to one"
	]),
	question("What can a router do that a hub cannot?", [
		"*Forward packets between networks",
		"Repeat electrical signals",
		"Connect several cables",
		"Blink when there is traffic"
	]),
	question("How many bits does an IPv4 address have?", ["16", "*32", "64", "128"]),
	question("What is the purpose of DNS?", [
		"*To translate names into addresses",
		"To encrypt mail between servers",
		"To give hosts their addresses",
		"To measure the delay of a link"
	]),
	question("In which phase does the team agree on the scope of a project?", [
		"*Planning",
		"Execution",
		"Monitoring",
		"Closing"
	]),
	question("Which of the following **is not** a layer of the TCP/IP model?", [
		"Internet",
		"*Session",
		"Transport",
		"Application"
	]),
	question("All of these protocols use UDP **except** which one?", [
		"DNS",
		"DHCP",
		"TFTP",
		"*SSH"
	]),
	question("Water boils at what temperature at sea level?", [
		"0 °C",
		"50 °C",
		"*100 °C",
		"150 °C"
	]),
	question("What is the range of private addresses of class A?", [
		"*10.0.0.0 to 10.255.255.255",
		"172.16.0.0 to 172.31.255.255",
		"192.168.0.0 to 192.168.255.255",
		"169.254.0.0 to 169.254.255.255"
	]),
	question("How many hosts fit in a /29 network?", ["2", "*6", "14", "30"]),
	question("How often is a full backup made in this plan?", [
		"1-2 times a week",
		"*3-4 times a week",
		"5-6 times a week",
		"Every hour"
	]),
	question("Tuples can be changed after they were made.", ["True", "*False"]),
	question("What is the type of `3.0`?", ["int", "*float", "str", "bool"]),
	question("Which structure is last in, first out?", ["A queue", "*A stack", "A heap", "A tree"]),
	question("A loop that runs for each element of a list is written with", [
		"`if`",
		"*`for`",
		"`def`",
		"`try`"
	]),
	question("Which data structure would you choose to count words?", [
		"A tuple",
		"*A dictionary",
		"A string",
		"A boolean"
	]),
	question("What does a compiler do?", [
		"*It translates source code into machine code",
		"It executes source code one line at a time",
		"It stores source code in a shared repository",
		"It removes comments from the source code"
	]),
	question("What is an advantage of fibre over copper?", [
		"*It is immune to interference",
		"It is cheaper to connect",
		"It carries power to devices",
		"It can be bent at any angle"
	]),
	question("Who approves a change of the baseline?", [
		"*The change control board",
		"The newest team member",
		"The customer's accountant",
		"The hosting provider"
	]),
	question("What should you do first when a server is unreachable?", [
		"*Check the cable and the link light",
		"Reinstall the operating system",
		"Replace the power supply unit",
		"Call the internet provider"
	]),
	question("Which modes of transmission does Ethernet offer today?", [
		"*Half duplex and full duplex",
		"Simplex and half duplex",
		"Simplex and full duplex",
		"Full duplex and multiplex"
	]),
	question("Which expression gives the last element of `items`?", [
		"`items[0]`",
		"`items[1]`",
		"*`items[-1]`",
		"`items[len(items)]`"
	]),
	question("Enter the number of usable hosts in a /24.", [], [], {
		questionType: "numeric",
		answer: 254
	}),
	question("Name the command that lists files on Linux.", [], [], {
		questionType: "shortText",
		answer: ["ls"]
	}),
	question("Put the steps of the handshake in order.", ["SYN", "SYN-ACK", "ACK"], [], {
		questionType: "ordering"
	}),
	question("Match each port to its service.", ["22 – SSH", "25 – SMTP", "53 – DNS"], [], {
		questionType: "matching"
	}),
	question("Which packets does a firewall drop under this rule?", [
		"*All packets from port 23",
		"All packets to port 80",
		"Packets that are encrypted",
		"Packets that are too old"
	]),
	question("Both devices A and B send at once. What happens on a hub?", [
		"*A collision",
		"A broadcast",
		"A handshake",
		"A timeout"
	]),
	question("Which vitamin is made in the skin by sunlight?", ["A", "B", "C", "*D"]),
	question(
		"In the diagram, which routers learn the route by OSPF?",
		["A and B", "*B and C", "A and D", "C and D"],
		[],
		{}
	),
	question("Is a set ordered?", ["Yes", "*No"]),
	question("What does `'a' in 'banana'` evaluate to?", ["*`True`", "`False`", "`3`", "`1`"]),
	question("The device that connects a LAN to the internet is called a", [
		"*router",
		"switch",
		"hub",
		"repeater"
	]),
	question("The value of pi is stored in a", ["*float", "string", "list", "boolean"]),
	question("The protocol that gives hosts their addresses is", ["*DHCP", "DNS", "FTP", "ARP"]),
	question("An index that is out of range raises an", [
		"*IndexError",
		"OSError",
		"ImportError",
		"EOFError"
	]),
	question("A function is used to", [
		"*reuse a piece of code",
		"store a large file",
		"print a page",
		"close a program"
	]),
	question("Fast Ethernet carries how many megabits a second?", ["10", "*100", "1000", "10000"]),
	question("Which of the following is true of a hash table?", [
		"*It finds a key in constant time on average",
		"It keeps its keys in sorted order",
		"It takes no more memory than a list",
		"It allows the same key several times"
	]),
	question("Which statement about UDP is correct?", [
		"*It has no handshake",
		"It orders segments",
		"It resends lost data",
		"It needs a session"
	]),
	question("What does `range(3)` give?", ["1, 2, 3", "*0, 1, 2", "0, 1, 2, 3", "3, 2, 1"]),
	question("How much does the licence cost in the first year?", [
		"Less than 100 euros",
		"*100 to 199 euros",
		"200 to 299 euros",
		"300 euros or more"
	]),
	question("From client to server, or from server to client: who sends the SYN?", [
		"*Client to server",
		"Server to client",
		"Both at the same time",
		"A third machine"
	]),

	// All of the above, in its many wordings.
	question(
		"Which of these is a benefit of version control?",
		[
			"A history of changes",
			"Work in parallel",
			"Going back to an older state",
			"*All of the above"
		],
		["question/all-of-the-above"]
	),
	question(
		"Which media can carry Ethernet?",
		["Copper", "Fibre", "Radio", "*All of these"],
		["question/all-of-the-above"]
	),
	question(
		"What can a firewall filter by?",
		["Address", "Port", "Protocol", "*All the answers are correct"],
		["question/all-of-the-above"]
	),
	question(
		"What does a good test have?",
		["A name", "An expectation", "A reason", "*All of them."],
		["question/all-of-the-above"]
	),
	question(
		"Which is a part of a risk register?",
		["An owner", "A likelihood", "A response", "*Every option listed above"],
		["question/all-of-the-above"]
	),
	question(
		"Which are threats to a password?",
		["Guessing", "Phishing", "Theft of the database", "*All options are correct"],
		["question/all-of-the-above"]
	),
	question(
		"What is stored in a cell?",
		["DNA", "Water", "Proteins", "*All of the listed answers"],
		["question/all-of-the-above"]
	),
	question(
		"Which types can be keys of a dictionary?",
		["int", "str", "*Both A and B"],
		["question/all-of-the-above"]
	),
	question(
		"Which devices have a MAC address?",
		["A laptop", "A printer", "A phone", "*A, B and C"],
		["question/all-of-the-above"]
	),
	question(
		"Which of these does a project charter name?",
		["The sponsor", "The goal", "The budget", "*All of the above are true"],
		["question/all-of-the-above"]
	),
	question(
		"Which services does a cloud provider offer?",
		["Storage", "Computing", "Databases", "*All the above"],
		["question/all-of-the-above"]
	),

	// The key is the longest.
	question(
		"What is a variable?",
		[
			"A number",
			"A loop",
			"*A name that refers to a value, so that the value can be used again later in the program",
			"A file"
		],
		["question/longest-key"]
	),
	question(
		"What does NAT do?",
		[
			"It encrypts packets",
			"*It replaces private addresses by a public one on the way out and keeps a table to undo that on the way back",
			"It blocks viruses",
			"It speeds up DNS"
		],
		["question/longest-key"]
	),
	question(
		"Why are tests written?",
		[
			"To save time",
			"*To notice at once when a change breaks something that worked before, and to say what is expected",
			"To please the boss",
			"To fill the disk"
		],
		["question/longest-key"]
	),
	question(
		"What is photosynthesis?",
		[
			"Breathing in plants",
			"*The process by which plants turn light, water and carbon dioxide into sugar and oxygen",
			"The growth of roots",
			"The colour of leaves"
		],
		["question/longest-key"]
	),
	question(
		"What is a milestone?",
		[
			"A long task",
			"A cost",
			"*A significant point in the schedule that has no duration and marks that something was achieved",
			"A team role"
		],
		["question/longest-key"]
	),
	question(
		"What is the difference between a list and a tuple?",
		[
			"None at all",
			"*A list can be changed after it was created, while a tuple stays as it was made",
			"Tuples are longer",
			"Lists hold numbers"
		],
		["question/longest-key"]
	),
	question(
		"Which practices protect an account?",
		[
			"*Using a long passphrase that is not used anywhere else",
			"Sharing it",
			"*Turning on a second factor such as an app or a security key",
			"Writing it down"
		],
		["question/longest-key"]
	),

	// Negative stems.
	question(
		"Which of the following is not a Python keyword?",
		["for", "while", "*loop", "if"],
		["question/negative-stem"]
	),
	question(
		"Which of these isn't a private address?",
		["10.1.1.1", "192.168.3.4", "*8.8.8.8", "172.16.9.1"],
		["question/negative-stem"]
	),
	question(
		"All of the following are layers of the OSI model except:",
		["Session", "Transport", "*Router", "Network"],
		["question/negative-stem"]
	),
	question(
		"Which of the following is NOT a primary colour of light?",
		["Red", "Green", "Blue", "*Yellow"],
		["question/negative-stem"]
	),
	question(
		"Which statement about lists is false?",
		[
			"They are ordered",
			"They can be changed",
			"*They must hold one type",
			"They can be empty"
		],
		["question/negative-stem"]
	),
	question(
		"Which command does not change the working directory?",
		["cd ..", "cd /", "*pwd", "cd ~"],
		["question/negative-stem"]
	),
	question(
		"What should you never do with a private key?",
		["Store it offline", "Protect it by a passphrase", "*Send it by mail", "Renew it"],
		["question/negative-stem"]
	),
	question(
		"Which of the following cannot be used as the name of a variable?",
		["total", "_x", "*2nd", "name2"],
		["question/negative-stem"]
	),
	question(
		"Identify the statement that is not correct.",
		["A byte has 8 bits", "*A kilobyte has 10 bytes", "A bit is 0 or 1", "A nibble has 4 bits"],
		["question/negative-stem"]
	),
	question(
		"Which protocol doesn't guarantee that data arrives?",
		["TCP", "*UDP", "SSH", "HTTPS"],
		["question/negative-stem"]
	),
	question(
		"Which factor is least likely to slow down a query?",
		["A missing index", "A full disk", "*A long table name", "A lock"],
		["question/negative-stem"]
	),
	question(
		"Every one of these is a mammal EXCEPT the",
		["whale", "bat", "*shark", "dog"],
		["question/negative-stem"]
	),
	question(
		"Which of these statements is incorrect?",
		["Ice floats", "*Iron floats", "Wood floats", "Oil floats"],
		["question/negative-stem"]
	),

	// Grammar cues.
	question(
		"A collection of values in a fixed order is called an",
		["*array", "set", "dictionary", "variable"],
		["question/grammar-cue"]
	),
	question(
		"A device that joins networks is a",
		["*router", "access point", "Ethernet hub", "antenna"],
		["question/grammar-cue"]
	),
	question(
		"A mistake that stops a program is an",
		["*error", "loop", "value", "comment"],
		["question/grammar-cue"]
	),
	question(
		"The smallest addressable units of memory are",
		["*bytes", "a word", "a register", "the cache"],
		["question/grammar-cue"]
	),
	question(
		"The building blocks of proteins are",
		["a sugar", "*amino acids", "a lipid", "a cell"],
		["question/grammar-cue"]
	),
	question(
		"A switch learns addresses by",
		[
			"*reading the source of each frame",
			"asks the router for them",
			"stores them in flash",
			"a table from the factory"
		],
		["question/grammar-cue"]
	),
	question(
		"The purpose of an index is to",
		["*find rows quickly", "sorting of the table", "encryption of rows", "a copy of the data"],
		["question/grammar-cue"]
	),
	question(
		"A person who tests a system with permission is an",
		["*ethical hacker", "script writer", "black-hat", "cracker"],
		["question/grammar-cue"]
	),
	question(
		"The first page that a search finds is called an ___.",
		["*index page", "home page", "result page", "landing page"],
		["question/grammar-cue"]
	),
	question(
		"The wires of a twisted pair are",
		[
			"*twisted against interference",
			"is thicker than fibre",
			"it carries light",
			"made of glass"
		],
		["question/grammar-cue"]
	),
	question(
		"What are the inputs of a function called?",
		["*Parameters", "Return value", "Body", "Name"],
		["question/grammar-cue"]
	),
	question(
		"In Python an unordered collection without repeats is a",
		["*set", "ordered list", "array", "index"],
		["question/grammar-cue"]
	),
	question(
		"Which devices repeat a signal on all of their ports?",
		["*Hubs", "A router", "A firewall", "A modem"],
		["question/grammar-cue"]
	),

	// Options that say the same, or overlap.
	question(
		"Which device works at layer 3?",
		["*Router", "Hub", "Switch", "router"],
		["question/duplicate-options"]
	),
	question(
		"What does RAM stand for?",
		[
			"*Random access memory",
			"Read access memory",
			"Random-access memory",
			"Rapid access module"
		],
		["question/duplicate-options"]
	),
	question(
		"How many devices are usual in a small office?",
		["1-10", "*10-50", "40-100", "More than 200"],
		["question/duplicate-options"]
	),
	question(
		"At which age does the course begin?",
		["5 to 8", "*8 to 12", "13 to 16", "17 to 20"],
		["question/duplicate-options"]
	),
	question(
		"How many legs does a spider have?",
		["6", "*8", "Ten", "10"],
		["question/duplicate-options"]
	),
	question(
		"What is a cache for?",
		["*To answer faster", "To save power", "To answer faster.", "To encrypt"],
		["question/duplicate-options"]
	),
	question(
		"Which is a relational database?",
		["*PostgreSQL", "A spreadsheet", "Redis", "The spreadsheet"],
		["question/duplicate-options"]
	),
	question("What is printed?", ["`3`", "*`4`", "`3`", "`5`"], ["question/duplicate-options"]),
	question(
		"How long may a password live?",
		["Less than 30 days", "*Less than 90 days", "100 to 180 days", "200 days or more"],
		["question/duplicate-options"]
	),

	// Without an explanation.
	question(
		"Which planet is nearest to the sun?",
		["Venus", "*Mercury", "Mars", "Earth"],
		["question/no-explanation"],
		{ explanation: "" }
	),
	question(
		"What does CPU stand for?",
		[
			"*Central processing unit",
			"Computer power unit",
			"Central program utility",
			"Core process user"
		],
		["question/no-explanation"],
		{ explanation: undefined }
	),
	question(
		"Which sign begins a comment in Python?",
		["`//`", "*`#`", "`--`", "`;`"],
		["question/no-explanation"],
		{ explanation: "TODO" }
	),
	question("Which port is used by SSH?", ["21", "*22", "23", "25"], ["question/no-explanation"], {
		explanation: "The correct answer is B."
	}),
	question(
		"Who wrote the first program?",
		["Alan Turing", "*Ada Lovelace", "Grace Hopper", "Charles Babbage"],
		["question/no-explanation"],
		{ explanation: "Ada Lovelace." }
	),
	question(
		"Which gas do plants take in?",
		["Oxygen", "*Carbon dioxide", "Helium", "Argon"],
		["question/no-explanation"],
		{ explanation: "n/a" }
	),
	question("What is 2 ** 3?", ["5", "6", "*8", "9"], [], { explanation: "2 * 2 * 2 is 8." }),
	question("What is `7 // 2`?", ["*3", "3.5", "4", "1"], [], {
		explanation: "`//` rounds down."
	}),

	// Without a key.
	question(
		"Which layer encrypts in TLS?",
		["Physical", "Data link", "Presentation", "Network"],
		["question/key-missing"]
	),
	question("How many bits are in a byte?", ["4", "8", "16", "32"], ["question/key-missing"], {
		questionType: "single"
	}),
	question(
		"What is the capital of Australia?",
		["Sydney", "Melbourne", "*", "Perth"],
		["question/key-missing"]
	),
	question("Which of these is a noun?", [], ["question/key-missing"]),
	question("Give the number of layers in the OSI model.", [], ["question/key-missing"], {
		questionType: "numeric"
	}),
	question(
		"Which sign closes a statement in C?",
		[":", ";", ",", "."],
		["question/key-missing"],
		{ answer: "!" }
	),

	// Several flaws at once.
	question(
		"Which of the following is not an advantage of functions?",
		["Reuse", "Tests", "*More code", "All of the above"],
		["question/negative-stem", "question/all-of-the-above"],
		{}
	),
	question(
		"Which one is not a loop?",
		["for", "while", "*if", "For"],
		["question/negative-stem", "question/duplicate-options", "question/no-explanation"],
		{ explanation: "" }
	),
	question(
		"Wich protocol is used to recieve mail?",
		["*IMAP", "SMTP", "FTP", "SNMP"],
		["text/spelling"]
	),
	question(
		"A user forgot his password. What should the help desk do first?",
		[
			"*Check who is calling",
			"Set a new password",
			"Delete the account",
			"Ask for the old one"
		],
		["text/inclusive"]
	),
	question(
		"What is on the whitelist of a mail filter?",
		[
			"*Senders that are let through",
			"Senders that are blocked",
			"Mails that were read",
			"Mails that are too big"
		],
		["text/inclusive"]
	)
];
