import "@mantine/tiptap/styles.css";
import { RichTextEditor as Frame } from "@mantine/tiptap";
import { type Content, type Editor, useEditor } from "@tiptap/react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isSameJson } from "../../model/same-value.ts";
import { showDone } from "../../parts/toast.tsx";
import type { InputProps } from "../kind.ts";
import {
  type DocumentNode,
  documentOfText,
  type Formats,
  offered,
  readRichText,
  storedDocument,
  usedFormats,
} from "./document.ts";
import { editorExtensions } from "./extensions.ts";
import { offeredBlocks } from "./formats.ts";
import { readablePaste } from "./pasted-html.ts";
import classes from "./rich-text-editor.module.css";
import { RichTextToolbar } from "./rich-text-toolbar.tsx";
import { SlashList, useSlashMenu } from "./slash-menu.tsx";

/**
 * The editor of formatted text. It writes ProseMirror's JSON from the first change on; until then, HTML and plain text
 * stay what they were. Loaded when it is drawn.
 */
export function RichTextEditor(props: InputProps) {
  const formats = offered(props.field.richText);
  const [known, setKnown] = useState(formats);
  // An editor throws away what it does not know, so it knows whatever the text has, and does not forget it.
  const needed = withFormats(known, usedBy(props.value));
  const names = [...needed.blocks, ...needed.marks];
  if (names.length > known.blocks.size + known.marks.size) setKnown(needed);
  return <OneEditor key={names.join()} {...props} formats={formats} known={needed} />;
}

function OneEditor({ formats, known, ...props }: InputProps & { formats: Formats; known: Formats }) {
  const { t } = useTranslation();
  const { value, onChange, label } = props;
  const isDisabled = props.isDisabled ?? false;
  const slash = useSlashMenu(offeredBlocks(formats), t);
  const written = useRef<unknown>(value);
  const write = useEffectEvent((editor: Editor) => {
    const next = storedDocument(editor.getJSON() as DocumentNode);
    written.current = next;
    onChange(next);
  });
  const leave = useEffectEvent(() => props.onBlur?.());
  const setup = useState(() => ({
    extensions: [...editorExtensions(known, t("fields.writeHere")), slash.extension],
    content: contentOf(value),
  }))[0];
  const editor = useEditor({
    ...setup,
    editable: !isDisabled,
    autofocus: props.autoFocus ? "end" : false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      transformPastedHTML: (html) => readablePaste(html, () => showDone(t("fields.picturesLeftOut"))),
      attributes: {
        "aria-label": label,
        "aria-multiline": "true",
        role: "textbox",
        ...(props.field.required ? { "aria-required": "true" } : {}),
      },
    },
  });
  useEffect(() => {
    const onUpdate = () => write(editor);
    const onBlur = () => leave();
    editor.on("update", onUpdate);
    editor.on("blur", onBlur);
    return () => {
      editor.off("update", onUpdate);
      editor.off("blur", onBlur);
    };
  }, [editor]);
  // What comes from elsewhere, such as a form that is reset, is shown; what the editor wrote itself is there already.
  useEffect(() => {
    if (Object.is(written.current, value)) return;
    written.current = value;
    // The same once more, such as after saving: whoever writes keeps their place.
    if (isSameJson(storedDocument(editor.getJSON() as DocumentNode), value)) return;
    editor.commands.setContent(contentOf(value), { emitUpdate: false });
  }, [editor, value]);
  useEffect(() => {
    editor.setEditable(!isDisabled, false);
  }, [editor, isDisabled]);

  return (
    <>
      <Frame
        editor={editor}
        className={classes.frame}
        classNames={{ content: classes.content, Typography: classes.text }}
        data-error={props.error ? true : undefined}
        data-disabled={isDisabled || undefined}
      >
        {!isDisabled && <RichTextToolbar editor={editor} formats={formats} label={label} />}
        <Frame.Content />
      </Frame>
      {slash.shown && <SlashList {...slash.shown} onChoose={slash.choose} />}
    </>
  );
}

function contentOf(value: unknown): Content {
  const read = readRichText(value);
  switch (read.form) {
    case "document":
      return read.document;
    case "html":
      return read.html;
    case "text":
      return documentOfText(read.text);
    default:
      return null;
  }
}

function usedBy(value: unknown): Formats | null {
  const read = readRichText(value);
  // HTML that is converted is cut to what the model wants.
  return read.form === "document" ? usedFormats(read.document) : null;
}

function withFormats(formats: Formats, used: Formats | null): Formats {
  if (!used) return formats;
  return {
    blocks: new Set([...formats.blocks, ...used.blocks]),
    marks: new Set([...formats.marks, ...used.marks]),
  };
}
