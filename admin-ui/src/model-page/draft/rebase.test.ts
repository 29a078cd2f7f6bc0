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
