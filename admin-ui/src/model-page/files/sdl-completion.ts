import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippet,
  startCompletion,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { endWithQuotes } from "../../code/closed-quotes.ts";
import { scalarKinds } from "../../fields/registry.ts";
import { fieldsOf } from "../../model/model.ts";
import { filterCompletions } from "../forms/filter-completion.ts";
import type { Expected } from "../forms/filter-grammar.ts";
import { actions } from "../types/rule-words.ts";
import { type PageModel, valuesOf } from "../types/type-index.ts";
import { argumentsOfDirective, fieldDirectives, typeDirectives } from "./sdl-directives.ts";
import { type SdlPlace, sdlPlaceAt } from "./sdl-place.ts";

type Value = Extract<SdlPlace, { kind: "value" }>;

/** What may be written at the cursor of a file of the model, by the model that the files make. */
export function completeSdl(modelOf: () => PageModel) {
  return (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const place = sdlPlaceAt(text, context.pos);
    if (!place) return null;
    const model = modelOf();
    const expected = place.kind === "value" ? expectedIn(place) : null;
    if (place.kind === "value" && expected) {
      const inner = filterCompletions(model, expected, text.slice(place.start), context.pos - place.start);
      return inner && result(context, place.start + inner.from, inner.options);
    }
    return result(context, place.from, optionsAt(model, place));
  };
}

function result(context: CompletionContext, from: number, options: Completion[]): CompletionResult | null {
  const isBegun =
    from < context.pos ||
    /[{(:[]\s*$/.test(context.state.sliceDoc(Math.max(0, context.pos - 20), context.pos));
  return options.length > 0 && (context.explicit || isBegun)
    ? { from, options, validFor: /^["@]?[\w$.]*"?$/ }
    : null;
}

function optionsAt(model: PageModel, place: SdlPlace): Completion[] {
  switch (place.kind) {
    case "definition":
      return ["type", "enum", "union", "interface", "extend type", "extend enum"].map((label) => ({ label }));
    case "type":
      return typeNames(model).map((label) => ({ label }));
    case "directive":
      return Object.entries(place.of === "type" ? typeDirectives : fieldDirectives).map(
        ([name, { insert }], index): Completion => ({
          label: `@${name}`,
          boost: -index / 100,
          ...(insert
            ? {
                apply: (view: EditorView, completion: Completion, from: number, to: number) => {
                  snippet(`@${name}${insert}`)(view, completion, from, to);
                  startCompletion(view);
                },
              }
            : {}),
        }),
      );
    case "argument":
      return argumentsOfDirective(place.directive)
        .filter((name) => !place.used.includes(name))
        .map((label) => ({
          label,
          apply: (view, _, from, to) => {
            view.dispatch({
              changes: { from, to, insert: `${label}: ` },
              selection: { anchor: from + label.length + 2 },
            });
            startCompletion(view);
          },
        }));
    case "value":
      return valueNames(model, place).map((label) => ({
        label,
        apply: (view, _, from, to) => {
          view.dispatch({
            changes: { from, to: endWithQuotes(view.state, to, label), insert: label },
            selection: { anchor: from + label.length },
          });
        },
      }));
  }
}

/** The language of a value, where it is one of its own. */
function expectedIn({ owner, directive, argument }: Value): Expected | null {
  if (argument === "where" || argument === "showIf" || (argument === "check" && directive === "allow"))
    return { kind: "filter", type: owner };
  if (argument === "orderBy") return { kind: "order", type: owner };
  return argument === "set" ? { kind: "values", type: owner } : null;
}

function valueNames(model: PageModel, { owner, far, directive, argument }: Value): string[] {
  const names = (type: string) => fieldsOf(model, type).map((field) => `"${field.name}"`);
  switch (argument) {
    case "to":
      return model.roles.map((role) => role.name);
    case "do":
      return [...actions];
    case "on":
      return ["CREATE", "UPDATE", "DELETE", "PUBLISH", "UNPUBLISH"];
    case "onDelete":
      return ["RESTRICT", "CASCADE", "SET_NULL"];
    case "width":
      return ["full", "half", "third", "two-thirds", "quarter"].map((width) => `"${width}"`);
    case "unique":
      return ["true", "false"];
    case "fields":
    case "except":
    case "title":
    case "from":
      return names(owner);
    case "of":
      return names(far);
    case "value":
      if (directive !== "default") return [];
      return far === "Boolean" ? ["true", "false"] : valuesOf(model, far).map((value) => value.name);
    default:
      return [];
  }
}

function typeNames(model: PageModel): string[] {
  const kinds = [model.collections, model.components, model.blocks, model.enums];
  return [
    ...new Set([
      ...Object.keys(scalarKinds),
      ...kinds.flatMap((types) => [...types.keys()]),
      "Role",
      "Locale",
    ]),
  ];
}
