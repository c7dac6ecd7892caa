/** The icons that hints may name, by Material's names. */
import AccountTree from "@mui/icons-material/AccountTree";
import Article from "@mui/icons-material/Article";
import Assessment from "@mui/icons-material/Assessment";
import Block from "@mui/icons-material/Block";
import Chat from "@mui/icons-material/Chat";
import Code from "@mui/icons-material/Code";
import Devices from "@mui/icons-material/Devices";
import Description from "@mui/icons-material/Description";
import EmojiEvents from "@mui/icons-material/EmojiEvents";
import Event from "@mui/icons-material/Event";
import Extension from "@mui/icons-material/Extension";
import FactCheck from "@mui/icons-material/FactCheck";
import Feedback from "@mui/icons-material/Feedback";
import Folder from "@mui/icons-material/Folder";
import FolderShared from "@mui/icons-material/FolderShared";
import Grade from "@mui/icons-material/Grade";
import Groups from "@mui/icons-material/Groups";
import History from "@mui/icons-material/History";
import Hub from "@mui/icons-material/Hub";
import Image from "@mui/icons-material/Image";
import Insights from "@mui/icons-material/Insights";
import Key from "@mui/icons-material/Key";
import Label from "@mui/icons-material/Label";
import LockClock from "@mui/icons-material/LockClock";
import Mail from "@mui/icons-material/Mail";
import MenuBook from "@mui/icons-material/MenuBook";
import Notifications from "@mui/icons-material/Notifications";
import People from "@mui/icons-material/People";
import Policy from "@mui/icons-material/Policy";
import Psychology from "@mui/icons-material/Psychology";
import Public from "@mui/icons-material/Public";
import Quiz from "@mui/icons-material/Quiz";
import Report from "@mui/icons-material/Report";
import Schedule from "@mui/icons-material/Schedule";
import School from "@mui/icons-material/School";
import Settings from "@mui/icons-material/Settings";
import Shield from "@mui/icons-material/Shield";
import StickyNote2 from "@mui/icons-material/StickyNote2";
import Summarize from "@mui/icons-material/Summarize";
import TaskAlt from "@mui/icons-material/TaskAlt";
import TrendingUp from "@mui/icons-material/TrendingUp";
import Visibility from "@mui/icons-material/Visibility";
import type { ComponentType } from "react";

type Icon = ComponentType<{ fontSize?: "small" | "inherit"; className?: string }>;

const ICONS: Record<string, Icon> = {
	account_tree: AccountTree,
	article: Article,
	assessment: Assessment,
	block: Block,
	chat: Chat,
	code: Code,
	devices: Devices,
	description: Description,
	emoji_events: EmojiEvents,
	event: Event,
	extension: Extension,
	fact_check: FactCheck,
	feedback: Feedback,
	file: Description,
	folder: Folder,
	folder_shared: FolderShared,
	grade: Grade,
	group: Groups,
	groups: Groups,
	history: History,
	hub: Hub,
	image: Image,
	insights: Insights,
	key: Key,
	label: Label,
	lock_clock: LockClock,
	mail: Mail,
	menu_book: MenuBook,
	note: StickyNote2,
	notifications: Notifications,
	people: People,
	policy: Policy,
	psychology: Psychology,
	public: Public,
	quiz: Quiz,
	report: Report,
	schedule: Schedule,
	school: School,
	settings: Settings,
	shield: Shield,
	summarize: Summarize,
	task: TaskAlt,
	task_alt: TaskAlt,
	trending_up: TrendingUp,
	visibility: Visibility
};

/** The icon of that name; a puzzle piece for one that the console does not have. */
export function iconOf(name: string): Icon {
	return ICONS[name] ?? Extension;
}
