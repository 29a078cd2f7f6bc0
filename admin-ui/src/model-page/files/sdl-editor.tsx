import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { graphqlLanguageSupport } from "cm6-graphql";
import { useEffect, useRef } from "react";
import { CodeEditor } from "../../code/code-editor.tsx";
import { mergeEdited } from "../sdl/line-breaks.ts";
import { type Problem, toMarker } from "./markers.ts";

type Props = {
  label: string;
  text: string;
  onChange?: (text: string) => void;
  problems: Problem[];
  /** The line to show. */
  line?: number | undefined;
};

const language = graphqlLanguageSupport();

/** A file of the model. What is not edited keeps its line breaks, whatever they are. */
export function SdlEditor({ label, text, onChange, problems, line }: Props) {
  const view = useRef<EditorView>(null);
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
      extensions={language}
      viewRef={view}
      {...(onChange ? { onChange: (edited: string) => onChange(mergeEdited(text, edited)) } : {})}
    />
  );
}
