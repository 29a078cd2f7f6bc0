import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { type Editor, useEditorState } from "@tiptap/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LinkForm } from "./link-form.tsx";

/** Links the selected text to an address or an entry, and shows where a link leads. */
export function LinkButton({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { href, isLink } = useEditorState({
    editor,
    selector: ({ editor }) => ({
      href: String(editor.getAttributes("link").href ?? ""),
      isLink: editor.isActive("link"),
    }),
  });
  const close = () => {
    setOpen(false);
    editor.commands.focus();
  };
  const link = (address: string, words: string) => {
    const chain = editor.chain().focus().extendMarkRange("link");
    const isEmpty = editor.state.selection.empty && !isLink;
    if (isEmpty) {
      const marks = [{ type: "link", attrs: { href: address } }];
      chain.insertContent({ type: "text", text: words, marks }).unsetMark("link").run();
    } else chain.setLink({ href: address }).run();
    setOpen(false);
  };
  const unlink = () => {
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-start" shadow="md" width={340}>
      <Popover.Target>
        <Tooltip label={t("fields.link")} disabled={isOpen}>
          <ActionIcon
            variant={isLink ? "light" : "subtle"}
            color={isLink ? undefined : "gray"}
            onClick={() => setOpen(!isOpen)}
            aria-label={t("fields.link")}
            aria-pressed={isLink}
          >
            <IconLink size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown onKeyDown={(event) => event.key === "Escape" && close()}>
        <LinkForm address={href} onLink={link} onUnlink={isLink ? unlink : null} />
      </Popover.Dropdown>
    </Popover>
  );
}
