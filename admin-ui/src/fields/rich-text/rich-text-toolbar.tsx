import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { type Editor, useEditorState } from "@tiptap/react";
import { useTranslation } from "react-i18next";
import type { Formats } from "./document.ts";
import { type Format, offeredBlocks, offeredMarks } from "./formats.ts";
import { LinkButton } from "./link-button.tsx";
import classes from "./rich-text-editor.module.css";

type Props = { editor: Editor; formats: Formats; label: string };

/** What text can be made into, as buttons that say what it is. */
export function RichTextToolbar({ editor, formats, label }: Props) {
  const { t } = useTranslation();
  const marks = offeredMarks(formats);
  const blocks = offeredBlocks(formats);
  const active = useEditorState({
    editor,
    selector: ({ editor }) => ({
      names: [...marks, ...blocks].filter((format) => format.isActive(editor)).map((format) => format.name),
      canUndo: editor.can().undo(),
      canRedo: editor.can().redo(),
    }),
  });
  const button = (format: Format) => (
    <FormatButton
      key={format.name}
      format={format}
      isActive={active.names.includes(format.name)}
      onClick={() => format.apply(editor)}
    />
  );
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("fields.formattingOf", { label })}>
      <Group gap={2}>
        {marks.map(button)}
        {formats.marks.has("link") && <LinkButton editor={editor} />}
      </Group>
      {blocks.length > 0 && <Group gap={2}>{blocks.map(button)}</Group>}
      <Group gap={2} ml="auto">
        <Tooltip label={t("common.undo")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={!active.canUndo}
            onClick={() => editor.chain().focus().undo().run()}
            aria-label={t("common.undo")}
          >
            <IconArrowBackUp size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("fields.redo")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={!active.canRedo}
            onClick={() => editor.chain().focus().redo().run()}
            aria-label={t("fields.redo")}
          >
            <IconArrowForwardUp size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </div>
  );
}

function FormatButton({
  format,
  isActive,
  onClick,
}: {
  format: Format;
  isActive: boolean;
  onClick: () => void;
}) {
  const { t } = useTranslation();
  const words = t(`fields.${format.name}`);
  return (
    <Tooltip label={words}>
      <ActionIcon
        variant={isActive ? "light" : "subtle"}
        color={isActive ? undefined : "gray"}
        onClick={onClick}
        aria-label={words}
        aria-pressed={isActive}
      >
        <format.Icon size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
