import type { EditorView } from "@codemirror/view";
import { graphql, updateOpts, updateSchema } from "cm6-graphql";
import type { GraphQLSchema } from "graphql";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "../code/code-editor.tsx";
import type { DocsPage } from "./docs/docs-page.ts";

type OperationEditorProps = {
  schema: GraphQLSchema | null;
  value: string;
  onChange: (value: string) => void;
  onCursor: (offset: number) => void;
  onRun: () => void;
  onFormat: () => void;
  /** A name was clicked with Ctrl or Cmd held. */
  onShowDocs: (page: DocsPage) => void;
};

const language = graphql();

/** The operation, with suggestions and mistakes according to the schema. */
export function OperationEditor({ schema, onShowDocs, ...editor }: OperationEditorProps) {
  const { t } = useTranslation();
  const view = useRef<EditorView>(null);
  const showDocs = useEffectEvent((field?: string, type?: string, parent?: string) => {
    if (field && parent) onShowDocs({ kind: "field", type: bareName(parent), field });
    else if (type) onShowDocs({ kind: "type", type: bareName(type) });
  });

  useEffect(() => {
    if (!view.current) return;
    updateOpts(view.current, { onShowInDocs: (field, type, parent) => showDocs(field, type, parent) });
    updateSchema(view.current, schema ?? undefined);
  }, [schema]);

  return (
    <CodeEditor
      label={t("explorer.operation")}
      {...editor}
      extensions={language}
      hint={t("explorer.operationHint")}
      viewRef={view}
    />
  );
}

/** `[Post!]!` without its wrapping. */
function bareName(type: string): string {
  return type.replace(/[[\]!]/g, "");
}
