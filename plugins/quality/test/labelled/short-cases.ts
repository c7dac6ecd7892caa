/** A second set, of short cases, written after the rules had been tried on the first. */
import { question, text, type Case } from "./case.ts";

const misspelt = (body: string) => text(body, ["text/spelling"]);
const excluding = (body: string) => text(body, ["text/inclusive"]);
const personal = (body: string) => text(body, ["safety/personal-data"]);
const stale = (body: string) => text(body, ["meta/stale-date"]);

export const SHORT_CASES: Case[] = [
	misspelt("The compiler genrates machine code from the source."),
	misspelt("Inheritence lets a class reuse the code of another."),
	misspelt("The loop iterats over the list."),
	misspelt("This aproach is slower but safer."),
	misspelt("A dictonary maps keys to values."),
	misspelt("Make sure the conection is closed."),
	misspelt("An interupt stops the processor."),
	misspelt("The hexidecimal system has sixteen digits."),
	misspelt("Networks are devided into subnets."),
	misspelt("Use a strong pasword for every account."),
	misspelt("Encription protects data in transit."),
	misspelt("The packet is forwared to the next hop."),
	misspelt("Recursion requres a base case."),
	misspelt("The Internt is a network of networks."),
	misspelt("Teh router forwards teh packet."),
	misspelt("Data is transmited in frames."),
	misspelt("Acces control lists filter traffic."),
	misspelt("The firewal blocks the port."),
	misspelt("It is importent to test early."),
	misspelt("Each studnet has an account."),
	misspelt("Objects have atributes and methods."),
	misspelt("Sort the lsit before you search it."),
	misspelt("Choose the corect answer."),
	misspelt("The vairable is global."),
	misspelt("We will discus this later in the chaper."),
	misspelt("Photosynthsis happens in the leaves."),
	misspelt("The goverment passed the law."),
	misspelt("Unfortunatly the test fails."),
	misspelt("A strenght of Python is its library."),
	misspelt("The result is stroed in a file."),
	text("Photosynthesis takes place in chloroplasts; thylakoids hold chlorophyll."),
	text("Terraform, Ansible and Prometheus are installed by Helm. Grafana shows the metrics."),
	text("Use kubectl, jq and ffmpeg on Ubuntu or Debian."),
	text(
		"Bézier curves and Gaussian elimination; the eigenvectors are orthonormal. Fourier transforms and Laplacian smoothing."
	),
	text(
		"The Agile manifesto, Scrum, Kanban and PRINCE2. The backlog is groomed by the product owner, timeboxed and velocity is tracked."
	),
	text(
		"Deoxyribonucleic acid is copied by polymerase; the phospholipid bilayer surrounds cytoplasm. Osmosis and homeostasis."
	),
	text(
		"Keynesian economics, monetarism, GDP, and the Phillips curve. Microeconomics and macroeconomics."
	),
	text(
		"OAuth, SAML and OpenID Connect; phishing, smishing, vishing and whaling. Ransomware and cryptojacking."
	),
	text(
		"Hyperparameters, overfitting, dropout, backpropagation, softmax, and the sigmoid. Tokenizers split text into subwords."
	),
	text(
		"The kernel's scheduler preempts threads; a mutex or semaphore guards the critical section; livelock and starvation."
	),
	text(
		"A GraphQL resolver, a webhook, a cronjob, and an API gateway. The frontend's bundler minifies CSS."
	),
	text("The mitochondria, the Golgi apparatus, ribosomes, lysosomes and vacuoles."),
	text("Write mkdir, chmod and rsync. The inode, the symlink and the mountpoint."),
	text("Booleans, ints, floats and strs; the varargs, kwargs and docstrings."),
	text("It's 5 o'clock; rock 'n' roll; the '90s; students' marks; James's book."),
	text(
		"Colouring, favourite, honour, neighbour, theatre, defence, fulfil, enrol, cancelled, modelling, catalogue, analyse, paralyse, organisation, recognise, grey, tyre, ageing, whilst, learnt, aeroplane, manoeuvre, cheque, jewellery, sceptical, plough, pyjamas, storey, mould."
	),
	text(
		"Pseudocode, subnetwork, multicast, unicast, loopback, traceroute, runtime, codebase, hostname, whitespace, checkbox, dropdown, webpage, microservice, serverless."
	),
	excluding("Each user can customise his dashboard."),
	excluding("If someone is late, he has to wait."),
	excluding("The foreman checks the site."),
	excluding("Our salesmen visit the customer."),
	excluding("This is a lame excuse."),
	excluding("That was an insane amount of data."),
	excluding("It is a dumb idea to reuse passwords."),
	excluding("We need more manpower for the project."),
	excluding("The policeman asked for the log."),
	excluding("Disabled people are not normal people."),
	excluding("Ask the businessman for his card."),
	excluding("Use a blacklisted word and the post is hidden."),
	excluding("The handicapped need ramps."),
	excluding("Guys, please commit your changes."),
	excluding("The programmer should comment his code."),
	excluding("The teacher grades her students."),
	excluding("The replica was called slave."),
	excluding("A crippled version of the tool is free."),
	excluding("Old rules have a grandfather clause."),
	excluding("A man-made lake"),
	excluding("The server went crazy."),
	excluding("Whitelisting is safer than filtering."),
	excluding("She is confined to a wheelchair."),
	excluding("If a manager wants a report, he asks the analyst."),
	excluding("Third world countries have slow links."),
	excluding("The blind leading the blind"),
	text("Dr. Grace Hopper was a programmer. Her compiler was the first."),
	text("Marie Curie and her husband shared the prize. He died in 1906."),
	text("Masters of the craft; mastering Git; the master key opens all doors; a Mastercard."),
	text("Alice sends her public key to Bob; he encrypts the message."),
	text(
		"The hash is deterministic, so sanity prevails; the black box test; blackmail; a white paper; whiteboard."
	),
	text("Henry was an engineer who loved his work."),
	text("The guy wire holds the mast. Human resources. Mandatory. Chairs."),
	text("Users can see who has read their message."),
	text("He said that each student passed."),
	text("The student, Priya, forgot her badge."),
	text("The deaf community has its own language. Blind people use screen readers."),
	text("A first-class function; a normal distribution; a native speaker."),
	personal("Email: maria.lopez@hotmail.com"),
	personal("Phone: 0171 3456789"),
	personal("Contact John Smith on +1 415 867 5309."),
	personal("IBAN FR14 2004 1010 0505 0001 3M02 606"),
	personal("Visa 4111 1111 1111 1111, exp 09/27, CVV 123"),
	personal("SSN: 123-45-6789"),
	personal("Born on 3 May 1994 in Leeds, she lives at 12 High Street."),
	personal("Call me: 555-867-5309"),
	personal("NI number AB 12 34 56 C"),
	personal("Mobile 07911 123456"),
	personal("Mastercard 5500-0000-0000-0004 was charged."),
	personal("My colleague's address is sven.olsen@firma.no"),
	personal("Reach him at +33 6 12 34 56 78 or by mail."),
	personal("Amex 378282246310005 is on file."),
	text("Email us at info@lyceum.org."),
	text("user@domain.com"),
	text("The MAC address 00:1A:2B:3C:4D:5E and IP 2001:db8::1. The mask 255.255.255.0."),
	text("ISBN 0-306-40615-2, DOI 10.1000/182, arXiv 1706.03762."),
	text("Pi is 3.14159265358979 and the sum 1234 5678 9012 3456 is invalid."),
	text("import { x } from '@scope/package'; alice@192.168.1.1; pip install requests==2.31.0"),
	text("Dial 112 or 911 in an emergency. Timestamp 1609459200. Date 2021-01-01."),
	text("Subnet 10.0.0.0/8 has 16777214 hosts; 2^64 = 18446744073709551616."),
	text("Napoleon was born on 15 August 1769."),
	text("The prime 2147483647 and 1000000007; 123-456 and 12-34-56."),
	stale("At the time of writing (2019), there is no fix."),
	stale("The exam will change on 1 January 2021."),
	stale("As of January 2020, 60% of sites use it."),
	stale("The latest release is 2.7 (2010)."),
	stale("Support ends on 31 December 2022, so upgrade soon."),
	stale("Today, in 2017, most phones have cameras."),
	stale("By 2020 there will be 50 billion devices."),
	stale("Prices valid as of 2018."),
	stale("This year (2019) the conference takes place in Rome."),
	stale("The next session starts in September 2021."),
	stale("Information current as of March 2016."),
	stale("The standard will be published later in 2018."),
	stale("Applications close on 30 June 2023."),
	stale("Version 3.8, the newest version, came out in October 2019."),
	stale("In 2015, the current president is Barack Obama."),
	stale("Python 3.7 is the latest stable version as of 2018."),
	stale("The course starts on 5 September 2022."),
	stale("New in 2016: the exam is online."),
	text("HTTP/2 was published in 2015 and is used by most sites now."),
	text("In 2020, the exam had 90 questions; since then it has 85."),
	text("The 2003 blackout showed how fragile the grid is."),
	text("The bill was to be paid by 2012, and it was."),
	text("ISO 9001:2015 is the current standard."),
	text("The year 2038 problem will affect 32-bit systems."),
	text("From 2010 to 2019 the price fell."),
	text("Copyright 2014–2026 by the authors."),
	text("The password expires after 90 days."),
	text("Since 2004 the festival has taken place every year."),
	text("`SELECT * FROM exams WHERE year = 2015` returns the current rows."),
	text("Windows XP, whose support ended in 2014, is still met."),
	text("The Unix epoch began on 1 January 1970."),
	text("In 1969 the first message was sent over ARPANET, which later became today's internet."),
	text("He plans his 2027 holiday."),
	question(
		"Which is not true about RAM?",
		["*It is permanent", "It is fast", "It is volatile", "It is memory"],
		["question/negative-stem"]
	),
	question(
		"Which of the following would not improve security?",
		["A", "B", "*C", "D"],
		["question/negative-stem"]
	),
	question(
		"All but one of these are sorting algorithms. Which?",
		["Quicksort", "Mergesort", "*Dijkstra", "Heapsort"],
		["question/negative-stem"]
	),
	question(
		"Which item does not belong to the list?",
		["Apple", "Pear", "*Carrot", "Plum"],
		["question/negative-stem"]
	),
	question(
		"What is not a benefit of cloud computing?",
		["Scale", "Cost", "*Control of hardware", "Speed"],
		["question/negative-stem"]
	),
	question(
		"A tuple can hold all of the following, except:",
		["ints", "strings", "*nothing at all", "lists"],
		["question/negative-stem"]
	),
	question(
		"Select the option that does NOT apply to UDP.",
		["Fast", "*Reliable", "Simple", "Stateless"],
		["question/negative-stem"]
	),
	question("You have a file that is not readable. What do you do?", [
		"*Change its mode",
		"Delete it",
		"Rename it",
		"Move it"
	]),
	question("Which exception is raised if the file does not exist?", [
		"*FileNotFoundError",
		"KeyError",
		"TypeError",
		"ValueError"
	]),
	question("A client cannot reach the server. Which tool helps to find the cause?", [
		"*traceroute",
		"mkdir",
		"chmod",
		"gzip"
	]),
	question("What does NOT NULL mean in SQL?", [
		"*The column needs a value",
		"The column is unique",
		"The column is a key",
		"The column is text"
	]),
	question("Which gate outputs 1 only if its inputs are not equal?", [
		"*XOR",
		"AND",
		"OR",
		"NAND"
	]),
	question("What is the benefit of using a lock so that two threads do not write at once?", [
		"*No lost updates",
		"More speed",
		"Less memory",
		"Fewer files"
	]),
	question("Which layer?", ["a", "*b", "c", "Any of the above"], ["question/all-of-the-above"]),
	question(
		"What speeds up a query?",
		["An index", "A cache", "A better plan", "*Each of the above"],
		["question/all-of-the-above"]
	),
	question(
		"What speeds up a page?",
		["Compression", "Caching", "*All of the above mentioned"],
		["question/all-of-the-above"]
	),
	question(
		"Why back up?",
		["Theft", "Fire", "Mistakes", "*All of the above reasons"],
		["question/all-of-the-above"]
	),
	question(
		"Pick.",
		["One", "Two", "Three", "*A, B, and C are correct"],
		["question/all-of-the-above"]
	),
	question(
		"Pick one.",
		["One thing", "Two things", "Three things", "*Options A, B and C"],
		["question/all-of-the-above"]
	),
	question("Which apply?", ["Red", "Green", "*All three"], ["question/all-of-the-above"]),
	question("Who sees the post?", ["*All users", "Only friends", "Nobody", "The author"]),
	question(
		"An example of a mammal is an",
		["*elephant", "dog", "cat", "horse"],
		["question/grammar-cue"]
	),
	question(
		"The instrument that measures voltage is a:",
		["ammeter", "*voltmeter", "ohmmeter", "oscilloscope"],
		["question/grammar-cue"]
	),
	question(
		"A polygon with eight sides is called an",
		["*octagon", "hexagon", "pentagon", "square"],
		["question/grammar-cue"]
	),
	question(
		"The parts of a computer that hold data are",
		["*registers and caches", "the fan", "a screen", "the mouse"],
		["question/grammar-cue"]
	),
	question(
		"Which are the two noble gases?",
		["*Helium and neon", "Oxygen", "Iron", "Gold"],
		["question/grammar-cue"]
	),
	question(
		"The main function of a kernel is to",
		["*manage the resources of the machine", "editing of text", "a user interface", "printing"],
		["question/grammar-cue", "question/longest-key"]
	),
	question(
		"An HTTP request is answered with a",
		["*status code", "IP address", "MAC frame", "log line"],
		["question/grammar-cue"]
	),
	question(
		"Data is protected by",
		["*encrypting it", "to delete it", "it is hidden", "sends it"],
		["question/grammar-cue"]
	),
	question("A loop that never ends is an", [
		"*infinite loop",
		"endless loop",
		"eternal loop",
		"open loop"
	]),
	question("Which are used for loops?", [
		"*for and while",
		"if and else",
		"try and except",
		"def and return"
	]),
	question("The layers are", ["*seven", "four", "five", "three"]),
	question("The shell that is the default on Debian is", ["*bash", "zsh", "fish", "ksh"]),
	question("Pick the license.", ["*MIT", "GPL", "Apache", "BSD"], []),
	question("What is 10 % of 50?", ["5", "*5.0", "50", "0.5"]),
	question("Which address?", ["192.168.1.1", "*192.168.1.254", "192.168.2.1", "192.168.3.1"]),
	question("Which case is a camel?", ["*myName", "MyName", "my_name", "MYNAME"]),
	question("What does this do?", ["*It sorts", "It filters", "It sorts it", "It maps"]),
	question("Choose a range.", ["0–9", "*10–19", "20–29", "30–39"]),
	question(
		"Choose a range.",
		["0–10", "*10–20", "20–30", "30–40"],
		["question/duplicate-options"]
	),
	question(
		"What is the best option?",
		["*A firewall", "An antivirus", "The firewall", "A proxy"],
		["question/duplicate-options"]
	),
	question("How much?", ["50%", "*0.5", "25%", "75%"])
];
