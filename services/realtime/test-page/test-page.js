// Opens a WebSocket to this very server, and shows what goes to and fro; the token is kept nowhere.
const MOST_FRAMES = 200;

const part = id => document.getElementById(id);
let socket = null;

part("connecting").addEventListener("submit", event => {
	event.preventDefault();
	connect();
});

part("disconnect").addEventListener("click", () => socket?.close());

part("sending").addEventListener("submit", event => {
	event.preventDefault();
	const text = part("message").value.trim();
	socket.send(text);
	show("→", text);
});

function connect() {
	const address = new URL(part("path").value, location.href);
	address.protocol = location.protocol.replace("http", "ws");
	const token = part("token").value.trim();
	if (token !== "") address.searchParams.set("token", token);
	part("token").value = "";
	socket = new WebSocket(address);
	tell("connecting", true);
	socket.addEventListener("open", () => tell("connected", true));
	socket.addEventListener("message", ({ data }) => show("←", data));
	socket.addEventListener("close", ({ code, reason }) =>
		tell(`closed (${code}${reason === "" ? "" : `, ${reason}`})`, false)
	);
}

function tell(state, isOpen) {
	part("state").value = state;
	part("connect").disabled = isOpen;
	part("disconnect").disabled = !isOpen;
	part("send").disabled = state !== "connected";
}

function show(direction, text) {
	const entry = document.createElement("li");
	entry.textContent = `${direction} ${text}`;
	part("frames").prepend(entry);
	if (part("frames").children.length > MOST_FRAMES) part("frames").lastChild.remove();
}
