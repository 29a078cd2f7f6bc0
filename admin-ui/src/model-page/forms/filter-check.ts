import { type ConstObjectFieldNode, type ConstValueNode, GraphQLError, Kind, parseConstValue } from "graphql";
import { fieldsOf, type Model } from "../../model/model.ts";
import { placeOf } from "../sdl/edits.ts";
import { readLiteral } from "../sdl/literal.ts";
import { type Expected, expectedAfter, valueWords } from "./filter-grammar.ts";

export type FilterMistake = {
  kind:
    | "direction"
    | "enumValue"
    | "field"
    | "object"
    | "operator"
    | "quantifier"
    | "syntax"
    | "value"
    | "variable";
  /** What is wrong: the name, or the parser's words. */
  name: string;
  /** Where it would have to be known: a type, or a field. */
  type: string;
  from: number;
  to: number;
};

/** What can be seen to be wrong in a typed literal without asking the server, which checks all of it. */
export function filterMistakes(model: Model, expected: Expected, typed: string): FilterMistake[] {
  if (typed.trim() === "") return [];
  try {
    return mistakesIn(model, expected, parseConstValue(typed));
  } catch (error) {
    const whole = { from: 0, to: typed.length };
    // JSON has no places of its own once it was read.
    const read = readLiteral(typed);
    if (read.kind === "value")
      return mistakesIn(model, expected, read.node).map((it) => ({ ...it, ...whole }));
    const place = error instanceof GraphQLError ? error.positions?.[0] : undefined;
    const name = error instanceof Error ? error.message.replace(/^Syntax Error: /, "") : String(error);
    const from = Math.min(place ?? 0, Math.max(typed.length - 1, 0));
    return [{ kind: "syntax", name, type: "", from, to: from + 1 }];
  }
}

function mistakesIn(model: Model, expected: Expected, node: ConstValueNode): FilterMistake[] {
  if (expected.kind === "unknown" || node.kind === Kind.NULL) return [];
  if (node.kind === Kind.LIST) return node.values.flatMap((item) => mistakesIn(model, expected, item));
  const at = spanOf(node);
  if (expected.kind === "direction") {
    const isDirection = "value" in node && valueWords(model, expected).includes(String(node.value));
    return isDirection ? [] : [{ kind: "direction", name: printed(node), type: "", ...at }];
  }
  if (expected.kind === "operand") return operandMistakes(model, expected, node);
  if (node.kind !== Kind.OBJECT)
    return [{ kind: "object", name: "name" in expected ? expected.name : "", type: expected.type, ...at }];
  return node.fields.flatMap((entry) => entryMistakes(model, expected, entry));
}

type Keyed = Extract<
  Expected,
  { type: string; kind: "filter" | "operators" | "order" | "quantifiers" | "values" }
>;

function entryMistakes(model: Model, expected: Keyed, entry: ConstObjectFieldNode): FilterMistake[] {
  const next = expectedAfter(model, expected, entry.name.value);
  if (next) return mistakesIn(model, next, entry.value);
  const kinds = {
    filter: "field",
    order: "field",
    values: "field",
    operators: "operator",
    quantifiers: "quantifier",
  } as const;
  const type = "name" in expected ? expected.name : expected.type;
  return [{ kind: kinds[expected.kind], name: entry.name.value, type, ...spanOf(entry.name) }];
}

const numberTypes = new Set(["Float", "Int"]);

function operandMistakes(
  model: Model,
  expected: Extract<Expected, { kind: "operand" }>,
  node: ConstValueNode,
): FilterMistake[] {
  const { type } = expected;
  const at = spanOf(node);
  const values = valueWords(model, expected);
  if (node.kind === Kind.STRING && node.value.startsWith("$") && !node.value.startsWith("$$"))
    return isVariable(model, node.value) ? [] : [{ kind: "variable", name: node.value, type, ...at }];
  if (node.kind === Kind.ENUM) {
    if (values.length > 0 && !values.includes(node.value))
      return [{ kind: "enumValue", name: node.value, type: type || values.join(", "), ...at }];
    return values.length > 0 ? [] : [{ kind: "value", name: node.value, type, ...at }];
  }
  const isWrong =
    node.kind === Kind.OBJECT ||
    (type === "Boolean" && node.kind !== Kind.BOOLEAN) ||
    (numberTypes.has(type) && node.kind !== Kind.INT && node.kind !== Kind.FLOAT);
  return isWrong && type !== "JSON" ? [{ kind: "value", name: printed(node), type, ...at }] : [];
}

function isVariable(model: Model, variable: string): boolean {
  if (/^\$now(?:\([+-]?\d+[a-z]+\))?$/.test(variable) || variable === "$request.ip") return true;
  if (/^\$claims\.\w/.test(variable)) return true;
  const name = /^\$user\.(\w+)$/.exec(variable)?.[1];
  return name !== undefined && fieldsOf(model, "User").some((field) => field.name === name);
}

function printed(node: ConstValueNode): string {
  return "value" in node ? String(node.value) : node.kind === Kind.OBJECT ? "{ }" : "null";
}

function spanOf(node: Parameters<typeof placeOf>[0]) {
  const { start, end } = placeOf(node);
  return { from: start, to: end };
}
