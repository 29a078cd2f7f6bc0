import { expect, test } from "vitest";
import { rebase } from "./rebase.ts";

const file = (path: string, text: string) => ({ path, text });
const lines = (...names: string[]) => names.map((name) => `${name}\n`).join("");
const base = [file("a", lines("1", "2", "3", "4", "5", "6", "7", "8", "9")), file("b", "b\n")];

test("what only one of both changed is taken from there", () => {
  const mine = [file("a", lines("1", "2", "3", "4", "5", "6", "7", "8", "mine")), file("b", "b\n")];
  const theirs = [base[0] as { path: string; text: string }, file("b", "theirs\n"), file("c", "c\n")];
  expect(rebase(base, mine, theirs)).toEqual({
    files: [mine[0], file("b", "theirs\n"), file("c", "c\n")],
    overwritten: [],
  });
});

test("changes at different places of a file come together", () => {
  const mine = [file("a", lines("1", "2", "3", "4", "5", "6", "7", "8", "mine"))];
  const theirs = [file("a", lines("theirs", "2", "3", "4", "5", "6", "7", "8", "9")), file("b", "b\n")];
  expect(rebase(base, mine, theirs)).toEqual({
    files: [file("a", lines("theirs", "2", "3", "4", "5", "6", "7", "8", "mine"))],
    overwritten: [],
  });
});

test("changes at the same place are told", () => {
  const mine = [file("a", "mine\n"), file("b", "mine\n")];
  const theirs = [file("a", "theirs\n")];
  expect(rebase(base, mine, theirs)).toEqual({ files: mine, overwritten: ["a", "b"] });
});

test("two fields at the end of the same type come one behind the other", () => {
  const add = (text: string, field: string) =>
    text.replace(/(?:\r\n| )\}/, (end) => `${end === " }" ? " " : "\r\n  "}${field}${end}`);
  for (const text of ["type A @c {\r\n  a: Int # one\r\n}\r\n", "type A @c { a: Int }\n"]) {
    const { files, overwritten } = rebase(
      [file("a", text)],
      [file("a", add(text, "mine: Int"))],
      [file("a", add(text, "theirs: Int"))],
    );
    expect(overwritten).toEqual([]);
    expect(files[0]?.text).toBe(add(add(text, "theirs: Int"), "mine: Int"));
  }
});

test("what contradicts itself is no merge", () => {
  const merge = (mine: string, theirs: string) =>
    rebase([file("a", "type A { a: Int }")], [file("a", mine)], [file("a", theirs)]);
  expect(merge("type A { a: Text }", "type A { a: Float }").overwritten).toEqual(["a"]);
  expect(merge("type A { a: Text }", "type A { a: Int b: Int }").files[0]?.text).toBe(
    "type A { a: Text b: Int }",
  );
  expect(merge("type A { a: Text }", "type A { b: Int }").overwritten).toEqual([]);
});
