import { expect, test } from "vitest";
import { lostOf } from "./html-form.ts";
import { plainRichText } from "./plain-text.ts";

const text = (words: string) => ({ type: "text", text: words });

test("documents, HTML, plain text and other editors' documents are read", () => {
  const document = {
    type: "doc",
    content: [
      { type: "heading", content: [text("Title")] },
      { type: "paragraph", content: [text("a "), text("b"), { type: "hardBreak" }, text("c")] },
    ],
  };
  expect(plainRichText(document)).toBe("Title\na b\nc");
  expect(plainRichText("<h2>Title</h2>\n<p>a &amp; <b>b</b><br>c</p>")).toBe("Title\na & b\nc");
  expect(plainRichText("1 < 2\nnext")).toBe("1 < 2\nnext");
  expect(plainRichText({ blocks: [{ type: "paragraph", data: { text: "from elsewhere" } }] })).toBe(
    "from elsewhere",
  );
  expect(plainRichText(null)).toBe("");
});

test("HTML says what would be lost of it", () => {
  expect(lostOf('<p>a <a href="/x" target="_blank">b</a></p><ol start="2"><li>c</li></ol>')).toEqual([]);
  expect(lostOf('<p class="lead">a<img src="x.png"></p><TABLE><tr></tr></TABLE>')).toEqual([
    "class",
    "<img>",
    "<table>",
    "<tr>",
  ]);
});
