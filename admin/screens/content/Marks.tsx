/** How kinds and statuses of content look. */
import Archive from "@mui/icons-material/Archive";
import Article from "@mui/icons-material/Article";
import CheckCircle from "@mui/icons-material/CheckCircle";
import EditNote from "@mui/icons-material/EditNote";
import FactCheck from "@mui/icons-material/FactCheck";
import Image from "@mui/icons-material/Image";
import MenuBook from "@mui/icons-material/MenuBook";
import Public from "@mui/icons-material/Public";
import QuestionMark from "@mui/icons-material/QuestionMark";
import Quiz from "@mui/icons-material/Quiz";
import RateReview from "@mui/icons-material/RateReview";
import ShortText from "@mui/icons-material/ShortText";
import AccountTree from "@mui/icons-material/AccountTree";
import { Chip, type ChipProps } from "@mui/material";
import type { SvgIconProps } from "@mui/material/SvgIcon";
import type { ComponentType } from "react";
import { useTranslate } from "react-admin";

type Icon = ComponentType<SvgIconProps>;

const KIND_ICONS: Record<string, Icon> = {
	lesson: MenuBook,
	article: Article,
	question: QuestionMark,
	quiz: Quiz,
	glossary: ShortText,
	media: Image,
	course: AccountTree,
	module: AccountTree
};

/** The kind as a picture; the words beside it say it too. */
export function KindIcon({ kind, ...rest }: { kind: string } & SvgIconProps) {
	const Icon = KIND_ICONS[kind] ?? Article;
	return <Icon fontSize="small" color="action" aria-hidden {...rest} />;
}

const LOOKS: Record<string, { color: ChipProps["color"]; Icon: Icon }> = {
	draft: { color: "default", Icon: EditNote },
	inReview: { color: "info", Icon: RateReview },
	approved: { color: "secondary", Icon: FactCheck },
	published: { color: "success", Icon: Public },
	archived: { color: "default", Icon: Archive }
};

export function StatusChip({ status }: { status: string }) {
	const translate = useTranslate();
	const { color, Icon } = LOOKS[status] ?? { color: "default" as const, Icon: CheckCircle };
	return (
		<Chip
			size="small"
			variant="outlined"
			color={color}
			icon={<Icon />}
			label={translate(`content.statuses.${status}`, { _: status })}
		/>
	);
}
