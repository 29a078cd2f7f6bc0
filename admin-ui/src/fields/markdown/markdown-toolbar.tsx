import { ActionIcon, Group, Tooltip } from "@mantine/core";
import {
  IconBlockquote,
  IconBold,
  IconCode,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPhoto,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { coded, type Edit, linked, prefixed, wrapped } from "./markdown-edits.ts";

type MakeEdit = (text: string, from: number, to: number) => Edit;

const buttons = [
  { name: "bold", Icon: IconBold, make: (text, from, to) => wrapped(text, from, to, "**") },
  { name: "italic", Icon: IconItalic, make: (text, from, to) => wrapped(text, from, to, "*") },
  { name: "heading", Icon: IconHeading, make: (text, from, to) => prefixed(text, from, to, "heading") },
  { name: "link", Icon: IconLink, make: (text, from, to) => linked(text, from, to) },
  { name: "image", Icon: IconPhoto, make: (text, from, to) => linked(text, from, to, true) },
  { name: "bulletList", Icon: IconList, make: (text, from, to) => prefixed(text, from, to, "bullets") },
  {
    name: "orderedList",
    Icon: IconListNumbers,
    make: (text, from, to) => prefixed(text, from, to, "numbers"),
  },
  { name: "blockquote", Icon: IconBlockquote, make: (text, from, to) => prefixed(text, from, to, "quote") },
  { name: "code", Icon: IconCode, make: coded },
] as const satisfies { name: string; Icon: typeof IconBold; make: MakeEdit }[];

/** What the signs of Markdown are for, as buttons. */
export function MarkdownToolbar({ onEdit }: { onEdit: (make: MakeEdit) => void }) {
  const { t } = useTranslation();
  return (
    <Group gap={2} role="toolbar" aria-label={t("fields.formatting")}>
      {buttons.map(({ name, Icon, make }) => (
        <Tooltip key={name} label={t(`fields.${name}`)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => onEdit(make)}
            aria-label={t(`fields.${name}`)}
          >
            <Icon size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}
