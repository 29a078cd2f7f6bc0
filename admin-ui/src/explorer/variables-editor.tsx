import {
  autocompletion,
  type Completion,
  type CompletionContext,
  startCompletion,
} from "@codemirror/autocomplete";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { forceLinting, linter } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { GraphQLSchema } from "graphql";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readJsonObject } from "../api/json-object.ts";
import { endWithQuotes } from "../code/closed-quotes.ts";
import { CodeEditor } from "../code/code-editor.tsx";
import { placeAt, spanOf } from "./variable-place.ts";
import { namesAt, typeAt, type Variable, valuesOf, variableMistakes, variablesOf } from "./variable-types.ts";

type Props = {
  schema: GraphQLSchema | null;
  operation: string;
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
  onFormat: () => void;
};

const parseLinter = jsonParseLinter();

/** The values of the operation's variables: completed and checked by what it declares. */
export function VariablesEditor({ schema, operation, ...editor }: Props) {
  const { t } = useTranslation();
  const view = useRef<EditorView>(null);
  const declared = useEffectEvent((): Variable[] | null => schema && variablesOf(schema, operation));

  const lint = useEffectEvent((editorView: EditorView) => {
    const text = editorView.state.doc.toString();
    const read = readJsonObject(text);
    if (read.kind === "invalid") return text.trim() === "" ? [] : parseLinter(editorView);
    const variables = declared();
    // An empty text is told when it is run: nobody wants a mark in an empty box.
    if (!variables || text.trim() === "") return [];
    return variableMistakes(variables, JSON.parse(text)).map(({ path, kind, name, message }) => ({
      ...spanOf(text, path, kind === "unknown" ? "name" : "value"),
      severity: kind === "unknown" ? ("warning" as const) : ("error" as const),
      message:
        kind === "value"
          ? message
          : t(`explorer.variableMistakes.${kind}`, { name: `$${name}`, type: message }),
    }));
  });

  const complete = useEffectEvent((context: CompletionContext) => {
    const variables = declared();
    const place = variables && placeAt(context.state.doc.toString(), context.pos);
    if (!variables || !place || (!context.explicit && place.from === context.pos)) return null;
    const options =
      place.part === "name"
        ? namesAt(variables, place.path)
            .filter(({ name }) => !place.used.includes(name))
            .map(({ name, type }) => option(`"${name}"`, String(type), `"${name}": `))
        : valuesAt(variables, place.path);
    return options.length === 0 ? null : { from: place.from, options, validFor: /^"?\w*$/ };
  });

  const [extensions] = useState(() => [
    json(),
    linter((editorView) => lint(editorView)),
    autocompletion({ override: [(context) => complete(context)], icons: false }),
  ]);

  useEffect(() => {
    // What is right or wrong depends on the operation, too.
    if (view.current && schema && operation !== "") forceLinting(view.current);
  }, [schema, operation]);

  return (
    <CodeEditor
      label={t("explorer.variables")}
      hint='{ "name": "value" }'
      extensions={extensions}
      viewRef={view}
      {...editor}
    />
  );
}

function valuesAt(variables: Variable[], path: Parameters<typeof typeAt>[1]): Completion[] {
  const type = typeAt(variables, path);
  return type ? valuesOf(type).map((value) => option(value, "", value)) : [];
}

function option(label: string, detail: string, text: string): Completion {
  return {
    label,
    detail,
    apply: (view, _, from, to) => {
      const cursor = from + (text === "{}" || text === "[]" ? 1 : text.length);
      view.dispatch({
        changes: { from, to: endWithQuotes(view.state, to, text), insert: text },
        selection: { anchor: cursor },
        userEvent: "input.complete",
      });
      if (text.endsWith(": ") || cursor < from + text.length) startCompletion(view);
    },
  };
}
