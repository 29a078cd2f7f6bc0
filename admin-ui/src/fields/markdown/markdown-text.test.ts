import { expect, test } from "vitest";
import { plainMarkdown } from "./markdown-text.ts";

test.each([
  ["# Title\n\nSome *fine* **words**.", "Title Some fine words."],
  ["- one\n- two\n1. three", "one two three"],
  ["> quoted [link](https://a.b) ![alt](/x.png)", "quoted link alt"],
  ["a snake_case_name and `code`", "a snake_case_name and code"],
  ["```js\nlet a;\n```\n---\n<b>x</b>", "let a; x"],
])("%j reads %j", (text, plain) => {
  expect(plainMarkdown(text)).toBe(plain);
});
