import {
  deleteMarkupBackward,
  insertNewlineContinueMarkupCommand,
  markdown,
  markdownLanguage,
} from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { SegmentedControl, Skeleton } from "@mantine/core";
import { type RefObject, Suspense, useDeferredValue, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "../../code/code-editor.tsx";
import { lazyPart } from "../../parts/lazy-part.ts";
import frame from "../code-frame.module.css";
import { growing } from "../growing-editor.ts";
import type { InputProps } from "../kind.ts";
import { LengthCounter } from "../length-counter.tsx";
import { shownText, textOrNull } from "../text-value.ts";
import classes from "./markdown-editor.module.css";
import { type Edit, endedList, wrapped } from "./markdown-edits.ts";
import { MarkdownToolbar } from "./markdown-toolbar.tsx";

const MarkdownPreview = lazyPart(() =>
  import("./markdown-preview.tsx").then((file) => ({ default: file.MarkdownPreview })),
);

const prose = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: [tags.link, tags.url], color: "var(--hw-code-property)" },
  { tag: tags.monospace, color: "var(--hw-code-string)" },
  { tag: [tags.processingInstruction, tags.quote], color: "var(--hw-code-comment)" },
]);

const extensions = [
  markdown({ base: markdownLanguage, addKeymap: false }),
  syntaxHighlighting(prose),
  growing,
  EditorView.theme({ ".cm-gutters": { display: "none" }, ".cm-content": { padding: "10px 8px" } }),
  EditorView.contentAttributes.of({ spellcheck: "true", autocorrect: "on", autocapitalize: "sentences" }),
  Prec.high(
    keymap.of([
      { key: "Enter", run: (view) => edit(view, endedList) },
      { key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
      { key: "Backspace", run: deleteMarkupBackward },
      { key: "Mod-b", run: (view) => edit(view, (...at) => wrapped(...at, "**")) },
      { key: "Mod-i", run: (view) => edit(view, (...at) => wrapped(...at, "*")) },
    ]),
  ),
];

type View = "write" | "both" | "preview";

/** Markdown with buttons for those who don't know its signs, and how it will look. Loaded when it is drawn. */
export function MarkdownEditor(props: InputProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<View>("write");
  const editor = useRef<EditorView>(null);
  const text = shownText(props.value);
  const previewed = useDeferredValue(text);
  const isDisabled = props.isDisabled ?? false;
  const shown = isDisabled ? "preview" : view;
  return (
    <>
      <div className={frame.frame} data-error={props.error ? true : undefined}>
        {!isDisabled && (
          <div className={classes.bar}>
            {shown === "preview" ? <span /> : <MarkdownToolbar onEdit={(make) => editInside(editor, make)} />}
            <SegmentedControl
              size="xs"
              aria-label={t("fields.viewOf", { label: props.label })}
              value={view}
              onChange={(next) => setView(next as View)}
              data={[
                { value: "write", label: t("fields.write") },
                { value: "both", label: t("fields.both") },
                { value: "preview", label: t("fields.preview") },
              ]}
            />
          </div>
        )}
        <div className={classes.panes} data-view={shown}>
          {shown !== "preview" && (
            <div className={classes.pane}>
              <CodeEditor
                label={props.label}
                value={text}
                onChange={(typed) => props.onChange(textOrNull(typed))}
                extensions={extensions}
                viewRef={editor}
              />
            </div>
          )}
          {shown !== "write" && (
            // Whoever moves with the keyboard alone must be able to scroll it.
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
            <section className={classes.preview} aria-label={t("fields.preview")} tabIndex={0}>
              <Suspense fallback={<Skeleton height={60} />}>
                <MarkdownPreview text={previewed} />
              </Suspense>
            </section>
          )}
        </div>
      </div>
      <LengthCounter text={text} longest={props.field.check?.maxLength} />
    </>
  );
}

/** Null where it does nothing. */
type MakeEdit = (text: string, from: number, to: number) => Edit | null;

function editInside(editor: RefObject<EditorView | null>, make: MakeEdit) {
  if (!editor.current) return;
  edit(editor.current, make);
  editor.current.focus();
}

function edit(view: EditorView, make: MakeEdit): boolean {
  const { from, to } = view.state.selection.main;
  const made = make(view.state.doc.toString(), from, to);
  if (!made) return false;
  const { selection, ...changes } = made;
  view.dispatch({ changes, selection, scrollIntoView: true, userEvent: "input" });
  return true;
}
