/** Words of computing and of teaching that the dictionary lacks, in their base form, in lower case. */
const WORDS = `
abelian accessor acyclic adjacency admin admins adware airgap algorithmic alphanumeric analytics anonymization antimalware
antivirus anycast anonymizer app apps arg args arity array async asynchronous authenticator autocomplete autocompletion
autoconfigure autodetect autofill autograder autosave autoscale autoscaling backend backends backdoor backoff backoffice backpropagation
backreference backslash backtick backtrace backtrack backtracking backup backups balancer baseband bash benchmark
bijective binarize bitmap bitmask bitrate bitstream bitwise blockchain blockquote blog blogger bool boolean botnet boxplot breakpoint
broadcaster bytecode bytestring cacheable callable callback callee callout camelcase canonicalize cardinality captcha changelog
charset chatbot checkbox checkout checksum chipset ciphertext classful classless classmethod classpath classwork clickable
clickjacking clipboard cloneable closable codebase codec codepoint coder coders codomain coefficient collation colocate comparator
composable concat concatenate concatenation config configs conjunct containerize containerization contravariant cookie coroutine coursework courseware covariant
covariate cron crontab cryptanalysis crypto cryptocurrency cryptographic cryptography cryptosystem customizable cyberattack cybersecurity daemon
dashboard datacenter dataflow dataframe datagram datapath dataset datastore datatype datetime deadlock dealloc deallocate debounce debug debugger
decapsulate decapsulation decrement decrypt decryption decompress decompiler decouple deduplicate deduplication deepfake defragment delimiter demodulate demultiplex
demultiplexer denormalize denylist allowlist blocklist dequeue deque dereference derivable deserialize deserialization desktop destructor destructure
dev devs devops dict dicts diff diffs directory disambiguate discoverability disjunct docstring docker dockerfile dotfile downcast downlink download downloadable downscale downstream downtime
dropdown dropout duplex dynamically ebook edtech eigenvalue eigenvector elearning email emails embeddable emoji emulator encapsulate
encapsulation encode encoder encodings encrypt encryption endian endianness endpoint enqueue enum enumerable enums ephemeral epub errata ethernet
evaluator eventloop exabyte executable expander exploitability exploitable extensibility extensible extranet facto failback failover fallback falsy fanout favicon
fediverse fiber filename filepath filesystem filetype firewall firmware fizzbuzz flashcard flexbox flipflop float floats flowchart foldable formatter
formatters freeware frontend frontmatter fullstack func functor fuzzer fuzzing gateway genericity geolocation getter gigabit gigabyte git github gitignore glyph goto
greyscale grayscale gzip hacker hackathon hardcode hardcoded hardcoding hash hashable hashmap hashtag hasher header heap heapify heatmap hexadecimal
highlighter homepage honeypot hostname hotfix hotkey hotspot html http https hyperlink hyperparameter hyperplane hypertext hypervisor icon idempotence idempotency idempotent
iframe immutability immutable implementer implementor indegree outdegree indexable indices infographic initializer inline inlined inlining inode inorder preorder postorder insecure instantiate
instantiation int integer integrator interoperability interoperable interoperate interpolate intranet introspection ints invocable iterable iterables iterate iterations iterative iterator iterators
jitter json jailbreak javascript jpeg kanban kernel keylogger keypair keypress keystroke keyspace keyword keywords kilobit kilobyte kotlin kwarg kwargs lambda laptop latencies
leaderboard lexer lexeme lexicographic lexicographical lexicographically lifecycle lifelong linter linters linting linux listdir literal livestream localhost locator lockfile lookahead lookbehind lookup lookups loopback lossless lossy lowercase
lowercased macbook macOS mainframe makefile malware markdown markup matcher materialize matplotlib maxima megabit megabyte memoization memoize memoized mergesort
metacharacter metaclass metadata metaprogramming methodologies metrics microcontroller microlearning microprocessor microservice middleware midpoint milestone millisecond minifier minify minima misconfiguration misconfigure misconfigured mitigations mixin mockup modem modularity
modularize modulo modulus mongodb monorepo mountpoint multicast multicore multidimensional multifactor multiline multimedia multimeter multimode multiplatform multiplex multiplexer multiplexing multiprocessing multitasking multitenant multithread
multithreaded multithreading mutability mutable mutate mutates mutation mutator mutex mutexes namespace nameserver natively netmask netmasks netbook newline newlines nginx nonce nondeterministic nonlocal nonnegative nonzero noop normalization
nullability nullable numpy numerator nybble octet octets offboarding offline offload offset onboard onboarding online onload opcode operand operands optimizer orchestrator orthogonality outlier overclock
overfit overfitting underfitting overflow overload overridable override overwrite packetize pageview paginate pagination palindrome param params parallelism parallelizable parallelize parameterize parameterized param parse parseable parser parsers
parsing passcode passphrase passwordless pastebin patchable pathfinding pathname pcap payload payloads pdf peephole perceptron percentile performant permalink permutation persistable petabyte pharming phish phisher phishing pickleable pingback pingable
pipelining pivot pixel pixelated plaintext platformer playlist plugin plugins podcast pointer polyfill polyline polymorphic polymorphism popup postcondition postfix postgres postgresql powershell precompile precompute precondition precompiled prefetch
prefix preflight prepend prepended prepending preprocess preprocessing preprocessor preset prettify println printf printout privesc proctor proctored profiler programmability programmatic programmatically protobuf prototypal proxied proxying
pseudocode pseudorandom pseudonymize pubsub pushback pytest pythonic quantifier quantize querystring queryable queue queued queuing quicksort quine ransomware rasterize readme readonly realtime reassign reassigned reassignment reassemble reassembly rebase recompile
recompute reconfigure recurse recurses recursed recursing recursion recursive recursively redeploy redirection redis redo redraw reentrant refactor refactored refactoring reformat refetch regex regexes regexp regression rehash reindex reinitialize reinstall
relational rename renamed renaming renderer reparse repo repos reproducibility reproducible requeue reroute resample rescale reschedule resizable resize resolver resolvers restful retransmission retransmit retransmitted retry retries retrying reusability reusable
reverb revert rollback rollbacks rollout rootkit roundtrip router routers routable rsync runbook runlevel runnable runtime runtimes runtimes sandbox sandboxed sandboxing sanitization sanitize sanitizer scalability scalable scalar
schema schemas schemata scikit scoreboard scope scoped scoping screencast screenshot scripting scrollbar scrollable scrum searchable semver segfault semaphore semicolon sequencer serializable serialize serializer serialization serverless servlet setter
setters setup shader shallowly sharded sharding shebang shortcode shortlist showcase sidebar sigmoid signup singleton skimmer slicing slideshow slugify smartcard smartphone snapshot snippet snippets softmax spam spammer spammers spearphishing
spoof spoofed spoofer spoofing spreadsheet sprite spyware stacktrace stakeholder standalone startup stateful stateless staticmethod stdin stdout stderr stepwise steganography stopword stopwords storyboard stringify stringified struct structs stylesheet
subarray subclass subclassed subclasses subclassing subcommand subdirectory subdirectories subdomain subexpression subfolder subgraph subinterface submodule submodules subnet subnets subnetted subnetting subnetwork subproblem subprocess subprocesses subqueries subquery subroutine subset subsets subsequence str substring substrings
subtask subtree subtype subtyping summative supernet supernetting superclass superclasses superset superuser svg swappable switchport symlink symlinks syntactic syslog sysadmin sysadmins tablet tcpdump tcp teardown telnet templating tensor
terabyte terminal testable testbed textarea textbox thermostat threadpool throttled throughput thumbnail timebox timeframe timeline timeout timeouts timestamp todo timestamps toggle toggled tokenization tokenize tokenized tokenizer toolbar toolbox toolchain
toolkit toolset tooltip touchpad touchscreen traceback tracebacks traceroute transceiver transcode transpile transpiler transpose traversal traversals trie tries trojan troubleshoot troubleshooter troubleshooting truthiness truthy truncation trunked trunking tunneling
tunnelled tuple tuples tutor tutorial typecast typechecker typeahead typeface typesafe typescript unary unassigned unboxed unboxing unbuffered uncached uncaught unconfigured underscore undirected undo unencrypted unencoded unescape unescaped unhandled unicast unicode
unindent unindented uninitialized uninstall uninstalled unittest unix unlink unmount unmounted unordered unpack unpacked unpacking unpickle unreachable unrouted unserialize unshift unsigned unsubscribe unsubscribed untagged untrusted untyped unweighted unzip upcast
uplink upload uploaded uploader uppercase uppercased upsert upscale upstream uptime url urls usable usability userland username usernames util utils validator validators variadic varargs vectorization vectorize vectorized versioned versioning viewport virtualization
virtualize virtualized visibilities vlan vlans vulnerabilities walkthrough warmup watchdog waveform waypoint webcam webhook webhooks webinar webmail webmaster webpage webpages webserver website websites websocket whitebox whitelist blacklist whitespace
whitespaces widescreen widget widgets wifi wiki wikis wildcard wildcards wireframe wireshark wordlist workaround workaround workbook workflow workflows workload worksheet workspace workstation worldview wormhole writable writeable xml yaml yml zeroes zeroth zettabyte zip zipped zsh
formative rubric rubrics distractor distractors metacognition metacognitive scaffolded scaffolding pedagogic pedagogical pedagogy andragogy microcredential upskill upskilling reskill reskilling gamification gamified learnings interleaving
via etc versa vice alt grep sudo chmod chown mkdir ls cd pwd ssh curl wget awk sed npm npx pip conda venv virtualenv kubectl kubernetes ansible terraform jupyter pandas django fastapi sqlite mysql nosql mariadb openssl openssh wlan
nmap netstat nslookup ipconfig ifconfig tracert ping pings pinged pinging dhcp dns ospf bgp eigrp lldp cisco juniper unicast's osi tls ssl ipv ipsec vpn
codespace coworker subtopic mindset standup timesheet paywall takeaway heads-up walk-through sync syncs synced syncing synchronizer desync rehosting teardown's crowdsource crowdsourced greenhouse subtotal
indexer overdetermined nearshore outro intro intros recap recaps vs misclick misprint mis-typed mistyped retype retyped lookalike typo typos typeset gotcha gotchas foo bar baz qux lorem
fourier laplace laplacian gauss gaussian euler bayes bayesian markov huffman turing boole boolean venn fibonacci dijkstra kruskal smishing vishing quishing bundler bundlers aeroplane aeroplanes minify ribosome ribosomes lysosome organelle chloroplast cytoplasm mitosis meiosis genotype phenotype heterozygous homozygous polymerase nucleotide eukaryote eukaryotic prokaryote stoichiometry isotope titration
adaptor adaptors cpu cpus deopt deopts deprecation deps descendent escalade falsey glob globbing globs guillemet guillemets init inits paren parens perf prefs repo repos repro spec specs specced subcommand submodule substring
accountancy kilo mega giga tera kibibyte mebibyte gibibyte tebibyte baud hertz megahertz gigahertz decibel
`;

/** The words as a set. */
export const TECHNICAL_WORDS: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter(Boolean));
