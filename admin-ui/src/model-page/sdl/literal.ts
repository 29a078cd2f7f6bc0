import { type ConstValueNode, Kind, parseConstValue } from "graphql";

/** A text as GraphQL writes it. JSON's escapes are all GraphQL's, too. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A value as the model's files write it: `{ author: { id: { eq: "$user.id" } } }`. */
export function printValue(value: ConstValueNode): string {
  switch (value.kind) {
    case Kind.OBJECT:
      return value.fields.length === 0
        ? "{}"
        : `{ ${value.fields.map((field) => `${field.name.value}: ${printValue(field.value)}`).join(", ")} }`;
    case Kind.LIST:
      return `[${value.values.map(printValue).join(", ")}]`;
    case Kind.STRING:
      return quoted(value.value);
    case Kind.NULL:
      return "null";
    case Kind.BOOLEAN:
      return String(value.value);
    default:
      return value.value;
  }
}

/** JSON as a GraphQL value. Names of enum values are indistinct from texts there, so they become texts. */
export function printJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, item]) => `${name}: ${printJson(item)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value) ?? "null";
}

export type ReadLiteral =
  | { kind: "empty" }
  | { kind: "value"; text: string; node: ConstValueNode }
  | { kind: "mistake"; message: string };

/** What somebody typed as a value: GraphQL, or JSON, which differs in that it quotes the names of entries. */
export function readLiteral(typed: string): ReadLiteral {
  if (typed.trim() === "") return { kind: "empty" };
  try {
    const node = parseConstValue(typed);
    return { kind: "value", text: printValue(node), node };
  } catch (error) {
    const text = jsonAsLiteral(typed);
    if (text !== null) return { kind: "value", text, node: parseConstValue(text) };
    return { kind: "mistake", message: error instanceof Error ? error.message : String(error) };
  }
}

function jsonAsLiteral(typed: string): string | null {
  try {
    const text = printJson(JSON.parse(typed));
    parseConstValue(text);
    return text;
  } catch {
    return null;
  }
}

/** Whether two texts are the same value, however they are written. A list of one may stand without its brackets. */
export function sameLiteral(one: string, other: string): boolean {
  const [first, second] = [readLiteral(one), readLiteral(other)];
  if (first.kind !== "value" || second.kind !== "value") return one.trim() === other.trim();
  return first.text === second.text || first.text === `[${second.text}]` || `[${first.text}]` === second.text;
}
