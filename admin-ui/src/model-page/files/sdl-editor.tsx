import { autocompletion } from "@codemirror/autocomplete";
import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { graphqlLanguageSupport } from "cm6-graphql";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { CodeEditor } from "../../code/code-editor.tsx";
import { useModelPage } from "../model-context.ts";
import { mergeEdited } from "../sdl/line-breaks.ts";
import { type Problem, toMarker } from "./markers.ts";
import { completeSdl } from "./sdl-completion.ts";

type Props = {
  label: string;
  text: string;
  onChange?: (text: string) => void;
  problems: Problem[];
  /** The line to show. */
  line?: number | undefined;
};

/** A file of the model. What is not edited keeps its line breaks, whatever they are. */
export function SdlEditor({ label, text, onChange, problems, line }: Props) {
  const view = useRef<EditorView>(null);
  const { model } = useModelPage();
  const modelNow = useEffectEvent(() => model);
  const [extensions] = useState(() => [
    graphqlLanguageSupport(),
    autocompletion({ override: [completeSdl(() => modelNow())], icons: false }),
  ]);
  const shown = text.replace(/\r\n?/g, "\n");

  useEffect(() => {
    const editor = view.current;
    if (!editor || line === undefined) return;
    const found = editor.state.doc.line(Math.min(Math.max(line, 1), editor.state.doc.lines));
    editor.dispatch({
      selection: { anchor: found.from, head: found.to },
      effects: EditorView.scrollIntoView(found.from, { y: "center" }),
    });
    editor.focus();
  }, [line]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const markers = problems.map((problem) => toMarker(editor.state.doc, problem));
    editor.dispatch(setDiagnostics(editor.state, markers));
  }, [problems]);

  return (
    <CodeEditor
      label={label}
      value={shown}
      extensions={extensions}
      viewRef={view}
      {...(onChange ? { onChange: (edited: string) => onChange(mergeEdited(text, edited)) } : {})}
    />
  );
}
