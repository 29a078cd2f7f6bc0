import { json, jsonParseLinter } from "@codemirror/lang-json";
import { linter } from "@codemirror/lint";
import { CodeEditor } from "../code/code-editor.tsx";

type JsonEditorProps = {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
  onFormat: () => void;
};

const parseLinter = jsonParseLinter();
const language = [
  json(),
  linter((view) => (view.state.doc.toString().trim() === "" ? [] : parseLinter(view))),
];

/** A JSON object, such as headers; empty text is no mistake. */
export function JsonEditor(props: JsonEditorProps) {
  return <CodeEditor {...props} extensions={language} />;
}
