import { expect, test } from "vitest";
import { coded, type Edit, endedList, linked, prefixed, wrapped } from "./markdown-edits.ts";

/** The text after the edit, with what is selected in brackets. */
function applied(text: string, { from, to, insert, selection }: Edit): string {
  const after = text.slice(0, from) + insert + text.slice(to);
  const [start, end] = [
    Math.min(selection.anchor, selection.head),
    Math.max(selection.anchor, selection.head),
  ];
  return `${after.slice(0, start)}⟦${after.slice(start, end)}⟧${after.slice(end)}`;
}

test("signs go around the selection and off again", () => {
  expect(applied("a b c", wrapped("a b c", 2, 3, "**"))).toBe("a **⟦b⟧** c");
  expect(applied("a **b** c", wrapped("a **b** c", 4, 5, "**"))).toBe("a ⟦b⟧ c");
  expect(applied("**b**", wrapped("**b**", 2, 3, "*"))).toBe("***⟦b⟧***");
  expect(applied("", wrapped("", 0, 0, "*"))).toBe("*⟦⟧*");
});

test("lines become lists, quotes and headings, and plain again", () => {
  expect(applied("a\nb", prefixed("a\nb", 0, 3, "bullets"))).toBe("⟦- a\n- b⟧");
  expect(applied("- a\n- b", prefixed("- a\n- b", 0, 7, "bullets"))).toBe("⟦a\nb⟧");
  expect(applied("- a\n- b", prefixed("- a\n- b", 0, 7, "numbers"))).toBe("⟦1. a\n2. b⟧");
  expect(applied("x\na", prefixed("x\na", 3, 3, "quote"))).toBe("x\n> a⟦⟧");
  expect(applied("", prefixed("", 0, 0, "bullets"))).toBe("- ⟦⟧");
});

test("headings go down in rank, and then are none", () => {
  const text = (line: string) => applied(line, prefixed(line, 0, 0, "heading"));
  expect(text("a")).toBe("## a⟦⟧");
  expect(text("## a")).toBe("### a⟦⟧");
  expect(text("#### a")).toBe("a⟦⟧");
});

test("links ask for what is missing", () => {
  expect(applied("see this", linked("see this", 4, 8))).toBe("see [this](⟦https://⟧)");
  expect(applied("https://a.b", linked("https://a.b", 0, 11))).toBe("[⟦⟧](https://a.b)");
  expect(applied("", linked("", 0, 0, true))).toBe("![⟦⟧](https://)");
});

test("code is in the line, or a block where there are several", () => {
  expect(applied("a b", coded("a b", 2, 3))).toBe("a `⟦b⟧`");
  expect(applied("a\nb", coded("a\nb", 0, 3))).toBe("```\n⟦a\nb⟧\n```");
});

test("an item that is left empty ends the list, and what follows is a paragraph", () => {
  const text = "- a\n- ";
  const ended = endedList(text, text.length, text.length);
  expect(ended && applied(text, ended)).toBe("- a\n\n⟦⟧");
  expect(endedList("- a\n- b", 7, 7)).toBeNull();
  expect(endedList("- ", 2, 2)).toBeNull();
  expect(endedList("- a\n  - ", 8, 8)).toBeNull();
});
