import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
  type ViewUpdate,
} from "@codemirror/view";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import classes from "./code-editor.module.css";
import { editorTheme } from "./editor-theme.ts";
import { changeBetween } from "./text-change.ts";

type CodeEditorProps = {
  /** What the editor is called for those who can't see it. */
  label: string;
  value: string;
  /** Without it, the text can be read, searched and copied, but not changed. */
  onChange?: (value: string) => void;
  /** The cursor moved to this offset of the text. */
  onCursor?: (offset: number) => void;
  /** Ctrl+Enter or Cmd+Enter was pressed. */
  onRun?: () => void;
  /** Shift+Alt+F was pressed. */
  onFormat?: () => void;
  /** The language and whatever else this editor has. Read once, when the editor is made. */
  extensions: Extension;
  hint?: string;
  viewRef?: RefObject<EditorView | null>;
};

/** A CodeMirror editor as a controlled field. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, value, onChange, onCursor, onRun, onFormat, extensions, hint = "", viewRef } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);

  const updated = useEffectEvent(({ state, docChanged, selectionSet }: ViewUpdate) => {
    const text = docChanged ? state.doc.toString() : value;
    if (text !== value) onChange?.(text);
    if (docChanged || selectionSet) onCursor?.(state.selection.main.head);
  });
  const run = useEffectEvent(() => onRun?.());
  const format = useEffectEvent(() => onFormat?.());
  const setup = useEffectEvent(
    (): Extension => [
      Prec.highest(
        keymap.of([
          { key: "Mod-Enter", run: () => did(run) },
          { key: "Shift-Alt-f", run: () => did(format) },
        ]),
      ),
      extensions,
      onChange ? editing : reading,
      placeholder(hint),
      // Also a text that can only be read is scrolled by the keyboard.
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      EditorView.updateListener.of((update) => updated(update)),
      basics,
    ],
  );
  const initialText = useEffectEvent(() => value);
  const share = useEffectEvent((view: EditorView | null) => {
    if (viewRef) viewRef.current = view;
  });

  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({ doc: initialText(), extensions: setup(), parent: host.current });
    view.current = made;
    share(made);
    return () => {
      share(null);
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    if (shown === undefined || shown === value) return;
    view.current?.dispatch({ changes: changeBetween(shown, value) });
  }, [value]);

  return <div ref={host} className={classes.host} />;
}

/** CodeMirror's commands say whether they did something. */
function did(action: () => void): boolean {
  action();
  return true;
}

const basics: Extension = [
  lineNumbers(),
  codeFolding(),
  foldGutter({ openText: "▾", closedText: "▸" }),
  drawSelection(),
  bracketMatching(),
  highlightSelectionMatches(),
  keymap.of([...searchKeymap, ...foldKeymap, ...lintKeymap, ...defaultKeymap]),
  EditorView.lineWrapping,
  editorTheme,
];

const editing: Extension = [
  history(),
  indentOnInput(),
  closeBrackets(),
  autocompletion(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  // Tab takes a suggestion and otherwise moves the focus on: no editor is a trap for the keyboard.
  keymap.of([
    { key: "Tab", run: acceptCompletion },
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...historyKeymap,
  ]),
];

const reading: Extension = [EditorState.readOnly.of(true)];
