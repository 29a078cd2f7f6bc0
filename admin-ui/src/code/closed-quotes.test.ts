import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { endWithQuotes } from "./closed-quotes.ts";

test("a completion in quotes replaces the closing ones, too", () => {
  const state = EditorState.create({ doc: '["ti"]' });
  expect(endWithQuotes(state, 4, '"title"')).toBe(5);
  expect(endWithQuotes(state, 4, "title")).toBe(4);
  expect(endWithQuotes(state, 3, '"title"')).toBe(3);
});
