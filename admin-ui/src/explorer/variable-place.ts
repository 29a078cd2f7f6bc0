import { jsonLanguage } from "@codemirror/lang-json";
import type { Path } from "./variable-types.ts";

type Tree = ReturnType<typeof jsonLanguage.parser.parse>;
type Node = Tree["topNode"];

const values = new Set(["Array", "False", "Null", "Number", "Object", "String", "True"]);

/** Where the value at a path stands in a JSON text: the name for what is at fault as a whole, else the value. */
export function spanOf(text: string, path: Path, part: "name" | "value"): { from: number; to: number } {
  let node = valueIn(jsonLanguage.parser.parse(text).topNode);
  let span = node ? { from: node.from, to: Math.min(node.to, node.from + 1) } : { from: 0, to: text.length };
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    const found = node && (typeof step === "number" ? itemOf(node, step) : propertyOf(node, text, step));
    if (!found) return span;
    const name = typeof step === "string" ? found.firstChild : null;
    node = typeof step === "number" ? found : valueIn(found);
    const shown = isLast && part === "name" ? name : (node ?? name);
    if (shown) span = { from: shown.from, to: shown.to };
  }
  return span;
}

/** The path of what is typed at an offset, and whether a name or a value is expected there. */
export type JsonPlace = { path: Path; part: "name" | "value"; from: number; used: string[] };

export function placeAt(text: string, offset: number): JsonPlace | null {
  const tree = jsonLanguage.parser.parse(text);
  const at = tree.resolveInner(offset, -1);
  const isToken =
    at.name === "PropertyName" || at.name === "String" || /^["\w]*$/.test(text.slice(at.from, at.to));
  const from =
    isToken && at.to >= offset && !["Object", "Array", "JsonText"].includes(at.name)
      ? at.from
      : wordStart(text, offset);
  const before = text.slice(0, from).trimEnd();
  const path = pathTo(at, text, from);
  if (!path) return null;
  if (before.endsWith("{") || (before.endsWith(",") && path.container === "Object"))
    return { path: path.steps, part: "name", from, used: path.used };
  if (before.endsWith(":")) return { path: path.steps, part: "value", from, used: [] };
  if (path.container === "Array" && /[[,]$/.test(before))
    return { path: [...path.steps, 0], part: "value", from, used: [] };
  return null;
}

function wordStart(text: string, offset: number): number {
  return offset - (/["\w]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
}

function pathTo(start: Node, text: string, from: number) {
  const steps: (string | number)[] = [];
  let container: string | null = null;
  let used: string[] = [];
  // A name that is only begun belongs to no property yet.
  const isAfterColon = text.slice(0, from).trimEnd().endsWith(":");
  for (let node: Node | null = start; node; node = node.parent) {
    if (node.name === "Property" && (container !== null || isAfterColon)) {
      const name = node.firstChild;
      if (name?.name === "PropertyName") steps.unshift(unquoted(text, name));
    }
    const isInside = node.from < from || node.name === "JsonText";
    if ((node.name === "Object" || node.name === "Array") && isInside) {
      if (container === null) {
        container = node.name;
        used = node.getChildren("Property").flatMap((property) => {
          const name = property.firstChild;
          return name && name.from !== from ? [unquoted(text, name)] : [];
        });
      } else if (node.name === "Array") steps.unshift(0);
    }
  }
  return container === null ? null : { steps, container, used };
}

function valueIn(node: Node): Node | null {
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (values.has(child.name)) return child;
  return null;
}

function propertyOf(object: Node, text: string, name: string): Node | null {
  return (
    object.getChildren("Property").find((it) => it.firstChild && unquoted(text, it.firstChild) === name) ??
    null
  );
}

function itemOf(array: Node, index: number): Node | null {
  let at = 0;
  for (let child = array.firstChild; child; child = child.nextSibling) {
    if (!values.has(child.name)) continue;
    if (at === index) return child;
    at += 1;
  }
  return null;
}

function unquoted(text: string, node: Node): string {
  return text.slice(node.from, node.to).replace(/^"|"$/g, "");
}
