export function Dashboard() {
	return <h1>Lyceum</h1>;
}
