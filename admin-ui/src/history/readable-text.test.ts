import { expect, test } from "vitest";
import { richTextAsText } from "./readable-text.ts";

const text = (words: string, ...marks: object[]) => ({ type: "text", text: words, marks });
const paragraph = (...content: object[]) => ({ type: "paragraph", content });

test("a rich text reads like what its writer saw", () => {
  const document = {
    type: "doc",
    content: [
      { type: "heading", attrs: { level: 2 }, content: [text("Title")] },
      paragraph(text("Some "), text("bold", { type: "bold" }), text(" words")),
      {
        type: "bulletList",
        content: [
          { type: "listItem", content: [paragraph(text("one")), paragraph(text("more"))] },
          { type: "listItem", content: [paragraph(text("two"))] },
        ],
      },
      { type: "blockquote", content: [paragraph(text("said"))] },
      { type: "horizontalRule" },
      paragraph(text("here", { type: "link", attrs: { href: "https://example.org" } })),
    ],
  };
  expect(richTextAsText(document)).toBe(
    [
      "## Title",
      "Some **bold** words",
      "• one",
      "  more",
      "• two",
      "> said",
      "———",
      "[here](https://example.org)",
    ].join("\n"),
  );
});

test("nodes that nobody knows are named, not dropped", () => {
  const document = {
    type: "doc",
    content: [
      { type: "entryLink", attrs: { collection: "Post", id: "7" } },
      paragraph(text("a "), { type: "mention", attrs: { label: "Ada" } }),
    ],
  };
  expect(richTextAsText(document)).toBe("[7]\na [Ada]");
});

test("what is no document is no text", () => {
  expect(richTextAsText(null)).toBe("");
  expect(richTextAsText("x")).toBe("");
});
