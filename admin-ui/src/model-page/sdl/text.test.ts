import { expect, test } from "vitest";
import { applyEdits } from "./edits.ts";
import { mergeEdited, plainOffset } from "./line-breaks.ts";
import { readLiteral, sameLiteral } from "./literal.ts";
import { renameReferences } from "./references.ts";
import { readSources } from "./sources.ts";

test("edits apply to the text as it was", () => {
  expect(
    applyEdits("abc", [
      { from: 2, to: 3, insert: "C" },
      { from: 0, to: 1, insert: "" },
      { from: 2, to: 2, insert: "-" },
    ]),
  ).toBe("b-C");
  expect(() =>
    applyEdits("abc", [
      { from: 0, to: 2, insert: "" },
      { from: 1, to: 3, insert: "" },
    ]),
  ).toThrow("overlap");
});

test("what was not edited keeps its line breaks", () => {
  expect(mergeEdited("a\r\nb\nc\r\n", "a\nb\nc\n")).toBe("a\r\nb\nc\r\n");
  expect(mergeEdited("a\r\nb\r\nc\r\n", "a\nx\ny\nc\n")).toBe("a\r\nx\r\ny\r\nc\r\n");
  expect(mergeEdited("ä🎉\r\nb", "ä🎉\nbc")).toBe("ä🎉\r\nbc");
  expect(plainOffset("a\r\nb\r\nc", 6)).toBe(4);
});

test("values are read as GraphQL and as JSON", () => {
  expect(readLiteral('{ author: {id: {eq: "$user.id"}} }')).toMatchObject({
    text: '{ author: { id: { eq: "$user.id" } } }',
  });
  expect(readLiteral('{"a": [1, true, null, "x"]}')).toMatchObject({ text: '{ a: [1, true, null, "x"] }' });
  expect(readLiteral("FEATURE")).toMatchObject({ text: "FEATURE" });
  expect(readLiteral("  ")).toEqual({ kind: "empty" });
  expect(readLiteral("{ a: ")).toMatchObject({ kind: "mistake" });
  expect(sameLiteral("{a:1}", "{ a: 1 }")).toBe(true);
  expect(sameLiteral('"A"', "A")).toBe(false);
});

test("files that are empty or wrong don't hide the others", () => {
  const sources = readSources([
    { path: "a", text: "" },
    { path: "b", text: "\uFEFF# nothing\r\n\r\n" },
    { path: "c", text: "type A {" },
    { path: "d", text: "extend type B { b: Int }" },
    { path: "e", text: "type B { a: Int }" },
  ]);
  expect(sources.mistakes).toMatchObject([{ path: "c", line: 1 }]);
  expect(sources.types.get("B")?.map(({ file }) => file.path)).toEqual(["e", "d"]);
});

test("a field's new name is followed to what names it", () => {
  const text = `type Post
  @collection(title: "title", orderBy: { title: ASC })
  @index(fields: ["title", "slug"])
  @preview(url: "/{title}/{slug}")
  @allow(to: public, do: READ, where: { or: [{ title: { eq: "title" } }, { author: { title: { eq: "x" } } }] }, except: ["title"]) {
  title: String
  slug: Slug @slug(from: "title")
  author: Author
}
type Author @collection @check(where: { posts: { some: { title: { isNull: false } } } }) { title: String posts: [Post!]! @inverse(of: "author") }
`;
  const renamed = renameReferences([{ path: "a", text }], "Post", "title", "headline")[0]?.text;
  expect(renamed).toBe(`type Post
  @collection(title: "headline", orderBy: { headline: ASC })
  @index(fields: ["headline", "slug"])
  @preview(url: "/{headline}/{slug}")
  @allow(to: public, do: READ, where: { or: [{ headline: { eq: "title" } }, { author: { title: { eq: "x" } } }] }, except: ["headline"]) {
  title: String
  slug: Slug @slug(from: "headline")
  author: Author
}
type Author @collection @check(where: { posts: { some: { headline: { isNull: false } } } }) { title: String posts: [Post!]! @inverse(of: "author") }
`);
  expect(renameReferences([{ path: "a", text }], "Post", "author", "writer")[0]?.text).toContain(
    '@inverse(of: "writer")',
  );
});
