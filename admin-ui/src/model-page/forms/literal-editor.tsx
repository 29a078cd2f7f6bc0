import { autocompletion, completionStatus } from "@codemirror/autocomplete";
import { linter } from "@codemirror/lint";
import { EditorView, tooltips } from "@codemirror/view";
import { useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "../../code/code-editor.tsx";
import { literalLanguage } from "../../code/literal-language.ts";
import classes from "../../fields/code-frame.module.css";
import { useModelPage } from "../model-context.ts";
import { filterMistakes } from "./filter-check.ts";
import { completeFilter } from "./filter-completion.ts";
import type { Expected } from "./filter-grammar.ts";
import { mistakeWords } from "./literal-input.tsx";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  expected: Expected;
  hint: string;
  hasError: boolean;
  /** The element that says what is wrong. */
  describedBy: string;
};

/** As high as its text, without the numbers of its lines. */
const low = EditorView.theme({
  "&": { height: "auto", maxHeight: "240px" },
  ".cm-scroller": { overflow: "auto" },
  ".cm-content": { padding: "7px 0" },
  ".cm-line": { padding: "0 10px" },
  ".cm-gutters": { display: "none" },
});

/** The editor of one value. Loaded when it is drawn. */
export function LiteralEditor({ label, value, onChange, expected, hint, hasError, describedBy }: Props) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const lint = useEffectEvent((text: string) =>
    filterMistakes(model, expected, text).map((mistake) => ({
      from: mistake.from,
      to: Math.min(mistake.to, text.length),
      severity: "error" as const,
      message: mistakeWords(mistake, t),
    })),
  );
  const [extensions] = useState(() => [
    literalLanguage,
    autocompletion({ override: [completeFilter(model, expected)], icons: false }),
    linter((view) => lint(view.state.doc.toString()), { delay: 400 }),
    EditorView.contentAttributes.of((view) => ({
      "aria-describedby": describedBy,
      // Escape closes the suggestions first, and only then the form around them.
      "data-mantine-stop-propagation": String(completionStatus(view.state) !== null),
    })),
    // Neither the frame nor the form cuts off what is suggested.
    tooltips({ parent: document.body }),
    low,
  ]);
  return (
    <div className={classes.frame} data-error={hasError || undefined}>
      <CodeEditor label={label} value={value} onChange={onChange} extensions={extensions} hint={hint} />
    </div>
  );
}
