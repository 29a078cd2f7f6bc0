import type { ConstDirectiveNode } from "graphql";
import { type Arguments, argumentsOf } from "../sdl/directives.ts";
import { quoted, readLiteral } from "../sdl/literal.ts";
import { textList } from "./field-form.ts";

/** What the form of a rule holds. Filters and values are GraphQL or JSON, as typed. */
export type RuleForm = {
  to: string[];
  do: string[];
  where: string;
  check: string;
  set: string;
  /** Which fields the rule is about: all, only `names`, or all but `names`. */
  covers: "all" | "except" | "fields";
  names: string[];
};

export const emptyRule: RuleForm = {
  to: [],
  do: [],
  where: "",
  check: "",
  set: "",
  covers: "all",
  names: [],
};

export function readRuleForm(directive: ConstDirectiveNode): RuleForm {
  const { to, do: actions, where, check, set, fields, except } = argumentsOf(directive);
  return {
    to: textList(to),
    do: textList(actions),
    where: where ?? "",
    check: check ?? "",
    set: set ?? "",
    covers: fields ? "fields" : except ? "except" : "all",
    names: textList(fields ?? except),
  };
}

export function ruleArguments(form: RuleForm): Arguments {
  const names = `[${form.names.map(quoted).join(", ")}]`;
  const wanted: Arguments = {
    to: oneOrMany(form.to),
    do: oneOrMany(form.do),
    where: literal(form.where),
    check: literal(form.check),
    fields: form.covers === "fields" ? names : "",
    except: form.covers === "except" ? names : "",
    set: literal(form.set),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ""));
}

export function isRuleComplete(form: RuleForm): boolean {
  const literals = [form.where, form.check, form.set];
  return (
    form.to.length > 0 &&
    form.do.length > 0 &&
    (form.covers === "all" || form.names.length > 0) &&
    literals.every((typed) => readLiteral(typed).kind !== "mistake")
  );
}

/** `READ` rather than `[READ]`: it means the same and reads better. */
function oneOrMany(names: string[]): string {
  return names.length === 1 ? (names[0] ?? "") : `[${names.join(", ")}]`;
}

function literal(typed: string): string {
  const read = readLiteral(typed);
  return read.kind === "value" ? read.text : "";
}
