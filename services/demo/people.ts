/** The cast of the demo. */

export interface Person {
	key: string;
	name: string;
	email: string;
	role: "student" | "teacher" | "admin";
	/** True for those whom a visitor can sign in as. */
	signsIn: boolean;
	/** What a request of theirs seems to come from; the addresses are reserved for documentation. */
	address: string;
	userAgent: string;
	about?: string;
}

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME =
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const PHONE =
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

export const ADMINISTRATOR: Person = {
	key: "ines",
	name: "Ines Albrecht",
	email: "ines@school.example",
	role: "admin",
	signsIn: true,
	address: "203.0.113.4",
	userAgent: FIREFOX
};

export const TEACHERS: Person[] = [
	{
		key: "tomas",
		name: "Tomás Rivera",
		email: "tomas@school.example",
		role: "teacher",
		signsIn: true,
		address: "203.0.113.21",
		userAgent: CHROME,
		about: "Teaches Python to the tenth grade"
	},
	{
		key: "mei",
		name: "Mei Chen",
		email: "mei@school.example",
		role: "teacher",
		signsIn: true,
		address: "203.0.113.22",
		userAgent: FIREFOX,
		about: "Networks, and the school's server room"
	}
];

export const STUDENTS: Person[] = [
	student("ada", "Ada Okafor", 40, CHROME, true),
	student("ben", "Ben Larsson", 41, PHONE, true),
	student("chloe", "Chloé Martin", 42, PHONE),
	student("dmitri", "Dmitri Volkov", 43, CHROME),
	student("esra", "Esra Yılmaz", 44, FIREFOX),
	student("farid", "Farid Haddad", 45, PHONE),
	student("grace", "Grace Kimani", 46, CHROME),
	student("hana", "Hana Sato", 47, FIREFOX)
];

export const PEOPLE = [ADMINISTRATOR, ...TEACHERS, ...STUDENTS];

function student(
	key: string,
	name: string,
	host: number,
	userAgent: string,
	signsIn = false
): Person {
	return {
		key,
		name,
		email: `${key}@school.example`,
		role: "student",
		signsIn,
		address: `198.51.100.${host}`,
		userAgent
	};
}
