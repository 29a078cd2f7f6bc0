import { expect, test } from "vitest";
import {
  documentOfText,
  isDocument,
  offered,
  readRichText,
  storedDocument,
  usedFormats,
} from "./document.ts";

const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });

test("each form is known", () => {
  expect(readRichText(null).form).toBe("empty");
  expect(readRichText("").form).toBe("empty");
  expect(readRichText("a < b").form).toBe("text");
  expect(readRichText("<p>a</p>").form).toBe("html");
  expect(readRichText({ type: "doc", content: [paragraph("a")] }).form).toBe("document");
});

test("the documents of other editors, and of a newer one of ours, are left as they are", () => {
  for (const value of [
    { blocks: [{ type: "paragraph", data: { text: "a" } }] },
    { root: { children: [] } },
    [{ type: "p", children: [{ text: "a" }] }],
    { type: "doc", content: [{ type: "table", content: [] }] },
    {
      type: "doc",
      content: [{ ...paragraph("a"), content: [{ type: "text", text: "a", marks: [{ type: "glow" }] }] }],
    },
    { type: "doc", content: "a" },
  ])
    expect(isDocument(value), JSON.stringify(value)).toBe(false);
});

test("the model says what is offered, under the names that people have for it", () => {
  const some = offered({
    blocks: ["paragraph", "heading", "bullet-list", "quote"],
    marks: ["strong", "link"],
  });
  expect([...some.blocks]).toEqual(["heading", "bulletList", "blockquote"]);
  expect([...some.marks]).toEqual(["bold", "link"]);
  expect(offered(null).blocks.size).toBe(6);
  expect(offered({ blocks: [], marks: null }).blocks.size).toBe(0);
});

test("what a document uses stays known to its editor", () => {
  const used = usedFormats({
    type: "doc",
    content: [
      { type: "blockquote", content: [paragraph("a")] },
      { type: "paragraph", content: [{ type: "text", text: "b", marks: [{ type: "code" }] }] },
    ],
  });
  expect([...used.blocks]).toEqual(["blockquote"]);
  expect([...used.marks]).toEqual(["code"]);
});

test("plain text becomes paragraphs", () => {
  expect(documentOfText("a\nb\n\nc")).toEqual({
    type: "doc",
    content: [
      {
        type: "paragraph",
        content: [{ type: "text", text: "a" }, { type: "hardBreak" }, { type: "text", text: "b" }],
      },
      paragraph("c"),
    ],
  });
});

test("nothing written is no value, and attributes that say nothing are not stored", () => {
  expect(storedDocument({ type: "doc", content: [{ type: "paragraph" }] })).toBeNull();
  const link = { type: "link", attrs: { href: "entry:Post/1", target: null, class: null } };
  expect(
    storedDocument({
      type: "doc",
      content: [{ type: "paragraph", content: [{ type: "text", text: "a", marks: [link] }] }],
    }),
  ).toEqual({
    type: "doc",
    content: [
      {
        type: "paragraph",
        content: [{ type: "text", marks: [{ type: "link", attrs: { href: "entry:Post/1" } }], text: "a" }],
      },
    ],
  });
});

test("what our editor would throw away makes it the document of another one", () => {
  const paragraph = (attrs: unknown) => ({ type: "doc", content: [{ type: "paragraph", attrs }] });
  expect(isDocument(paragraph({ textAlign: null }))).toBe(true);
  expect(isDocument(paragraph({ textAlign: "center" }))).toBe(false);
  const heading = { type: "doc", content: [{ type: "heading", attrs: { level: 4 } }] };
  expect(isDocument(heading)).toBe(true);
  const marked = (mark: unknown) => ({
    type: "doc",
    content: [{ type: "paragraph", content: [{ type: "text", text: "a", marks: [mark] }] }],
  });
  expect(isDocument(marked({ type: "link", attrs: { href: "/a", target: "_blank" } }))).toBe(true);
  expect(isDocument(marked({ type: "bold", attrs: { weight: 900 } }))).toBe(false);
});
