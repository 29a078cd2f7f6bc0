import type { Model } from "../../model/model.ts";
import { type Expected, expectedAfter } from "./filter-grammar.ts";

/** What is typed at an offset of a literal that may not be finished yet. */
export type FilterPlace = {
  /** Whether a word is expected that begins an entry, or its value. */
  part: "key" | "value";
  expected: Expected;
  /** Where the word under the cursor begins. */
  from: number;
  /** Words that the object has already. */
  used: string[];
};

type Frame = { expected: Expected; isList: boolean; key: string | null; hasColon: boolean; used: string[] };

const tokens =
  /#[^\n]*|"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|[A-Za-z_]\w*|-?\d[\w.+-]*|[{}[\]:]|[\s,\uFEFF]+|./g;

/** Reads as far as the offset, however little of it is complete. Null within comments. */
export function filterPlaceAt(
  model: Model,
  root: Expected,
  text: string,
  offset: number,
): FilterPlace | null {
  const stack: Frame[] = [];
  const pending = (): Expected => {
    const top = stack.at(-1);
    if (!top) return root;
    if (top.isList) return top.expected;
    return (top.key && expectedAfter(model, top.expected, top.key)) || { kind: "unknown" };
  };
  const endValue = () => {
    const top = stack.at(-1);
    if (top && !top.isList) Object.assign(top, { key: null, hasColon: false });
  };
  let from = offset;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (index >= offset) break;
    const isWord = /^["\w$-]/.test(token);
    if (token.startsWith("#") && index + token.length >= offset) return null;
    if (isWord && index + token.length >= offset && !isClosed(token, index, offset)) {
      from = index;
      break;
    }
    if (token === "{" || token === "[") {
      stack.push({ expected: pending(), isList: token === "[", key: null, hasColon: false, used: [] });
    } else if (token === "}" || token === "]") {
      stack.pop();
      endValue();
    } else if (token === ":") {
      const top = stack.at(-1);
      if (top?.key) top.hasColon = true;
    } else if (isWord) {
      const top = stack.at(-1);
      if (top && !top.isList && !top.hasColon) {
        top.key = token.replace(/^"|"$/g, "");
        top.used.push(top.key);
      } else endValue();
    }
  }
  const top = stack.at(-1);
  if (top && !top.isList && !top.hasColon)
    return { part: "key", expected: top.expected, from, used: top.used };
  return { part: "value", expected: pending(), from, used: [] };
}

/** Whether the cursor stands right behind a text that is complete. */
function isClosed(token: string, index: number, offset: number): boolean {
  return token.length > 1 && token.startsWith('"') && token.endsWith('"') && offset === index + token.length;
}
