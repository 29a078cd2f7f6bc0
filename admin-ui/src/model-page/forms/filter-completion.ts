import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { endWithQuotes } from "../../code/closed-quotes.ts";
import type { Model } from "../../model/model.ts";
import { type Expected, entryWords, expectedAfter, valueWords, variableWords } from "./filter-grammar.ts";
import { filterPlaceAt } from "./filter-place.ts";

/** What may be written at the cursor: fields, operators, values, variables. */
export function completeFilter(model: Model, root: Expected) {
  return (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const found = filterCompletions(model, root, text, context.pos);
    if (!found) return null;
    // Nothing opens by itself while nothing was typed, but where a word was completed just before.
    const isBegun = found.from < context.pos || /[{:[]\s*$/.test(text.slice(0, context.pos));
    return context.explicit || isBegun ? { ...found, validFor: /^"?[\w$.()-]*"?$/ } : null;
  };
}

/** The same for a filter within another text. */
export function filterCompletions(model: Model, root: Expected, text: string, offset: number) {
  const place = filterPlaceAt(model, root, text, offset);
  if (!place) return null;
  const { from, expected, part, used } = place;
  const options = part === "key" ? keys(model, expected, used) : values(model, expected);
  return options.length > 0 ? { from, options } : null;
}

function keys(model: Model, expected: Expected, used: string[]): Completion[] {
  return entryWords(model, expected)
    .filter(({ name }) => !used.includes(name))
    .map(({ name, detail }, index) => ({
      label: name,
      detail,
      // In the model's order.
      boost: -index / 100,
      apply: (view: EditorView, _: Completion, from: number, to: number) => {
        const next = expectedAfter(model, expected, name);
        if (/^\s*:/.test(view.state.sliceDoc(to))) return insert(view, from, to, name, name.length);
        const opens = next && isObject(next);
        const isSeveral = name === "and" || name === "or" || takesList(name);
        const [before, after] = opens
          ? isSeveral
            ? [`${name}: [{ `, " }]"]
            : [`${name}: { `, " }"]
          : isSeveral
            ? [`${name}: [`, "]"]
            : [`${name}: `, ""];
        insert(view, from, to, before + after, before.length);
        startCompletion(view);
      },
    }));
}

function values(model: Model, expected: Expected): Completion[] {
  if (isObject(expected))
    return [
      {
        label: "{ }",
        apply: (view, _, from, to) => {
          insert(view, from, to, "{  }", 2);
          startCompletion(view);
        },
      },
    ];
  const words = valueWords(model, expected).map((label) => ({ label }));
  const variables = variableWords(model, expected).map((name) => ({
    label: `"${name}"`,
    apply: (view: EditorView, { label }: Completion, from: number, to: number) =>
      insert(view, from, endWithQuotes(view.state, to, label), label, label.length),
  }));
  return [...words, ...variables];
}

function isObject({ kind }: Expected): boolean {
  return (
    kind === "filter" ||
    kind === "operators" ||
    kind === "order" ||
    kind === "quantifiers" ||
    kind === "values"
  );
}

function takesList(operator: string): boolean {
  return ["between", "hasEvery", "hasSome", "in", "notIn"].includes(operator);
}

function insert(view: EditorView, from: number, to: number, text: string, cursor: number): void {
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + cursor },
    userEvent: "input.complete",
  });
}
