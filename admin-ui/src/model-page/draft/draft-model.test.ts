import { expect, test } from "vitest";
import { indexModel } from "../../model/model.ts";
import { readSources } from "../sdl/sources.ts";
import { inWords } from "./directive-values.ts";
import { draftModel } from "./draft-model.ts";

const empty = indexModel({
  fingerprint: "1",
  stage: "DEVELOPMENT",
  locales: [],
  roles: [{ name: "public", label: "Public", description: null, deprecated: null }],
  collections: [],
  components: [],
  blocks: [],
  enums: [],
});

const read = (text: string) => readSources([{ path: "schema/a.graphql", text }]);

test("a new type is read from its text", () => {
  const sdl = `
    "A post."
    type Post @collection(title: "title", group: "Blog", orderBy: { title: ASC }) @drafts @versions
      @index(fields: ["title", "author"], unique: true) @allow(to: public, do: [READ], except: ["secret"]) {
      title: String! @check(maxLength: 80) @ui(tab: "Main", showIf: { open: { eq: true } })
      author: Author @relation(onDelete: CASCADE)
      parts: [Part!]! tags: [String!]! @default(value: ["a"])
      color: Color
    }
    type Author @collection { name: String! @unique posts: [Post!]! @inverse(of: "author") }
    type Prose @component { text: Text author: Author }
    union Part = Prose
    enum Color { RED DARK_BLUE }
    extend enum Role { editor }`;
  const { model, changes } = draftModel(empty, read(""), read(sdl));
  expect(changes.get("Post")).toBe("added");
  expect(changes.get("Role")).toBe("changed");
  const post = model.collections.get("Post");
  expect(post).toMatchObject({
    label: "Post",
    title: "title",
    group: "Blog",
    description: "A post.",
    drafts: true,
    versions: 100,
    trashDays: null,
    orderBy: [{ field: "title", direction: "ASC" }],
    uniqueSets: [["title", "author"]],
    rules: [{ to: ["public"], do: ["READ"], except: ["secret"], place: "schema/a.graphql:4" }],
  });
  const kinds = post?.fields.map(({ name, kind, list }) => `${name} ${kind} ${list}`);
  expect(kinds).toEqual([
    "title SCALAR false",
    "author RELATION false",
    "parts BLOCKS true",
    "tags SCALAR true",
    "color ENUM false",
  ]);
  expect(post?.fields[1]?.relation).toMatchObject({ storage: "KEY", onDelete: "CASCADE", inverse: "posts" });
  expect(model.collections.get("Author")?.fields[1]?.relation).toMatchObject({
    storage: "INVERSE",
    inverse: "author",
  });
  expect(model.components.get("Prose")?.fields[1]?.relation?.storage).toBe("EMBEDDED");
  expect(model.enums.get("Color")?.values.map((value) => value.label)).toEqual(["Red", "Dark blue"]);
  expect(model.roles.map((role) => role.name)).toEqual(["public", "editor"]);
});

test("only what differs is told", () => {
  const before = read("type A @component { a: Int b: Int c: Int } type B @component { a: Int } enum E { X }");
  const after = read("type A @component { a: Int b: Float d: Int }  type B @component { a: Int } ");
  const { changes } = draftModel(empty, before, after);
  expect(Object.fromEntries(changes)).toEqual({
    A: "changed",
    "A.b": "changed",
    "A.c": "removed",
    "A.d": "added",
    E: "removed",
    "E.X": "removed",
  });
});

test("a renamed type is the one that it was", () => {
  const before = read("type A @component { a: Int } type B @component { a: Int }");
  const middle = draftModel(empty, read(""), before).model;
  const after = read('type C @component @oldName(is: "A") { a: Int } type B @component { a: Float }');
  const { model, changes } = draftModel(middle, before, after);
  expect(Object.fromEntries(changes)).toEqual({ C: "changed", B: "changed", "B.a": "changed" });
  expect([...model.components.keys()]).toEqual(["B", "C"]);
});

test("a file that is no GraphQL hides no types", () => {
  const { model, changes } = draftModel(
    empty,
    read("type A @component { a: Int }"),
    read("type A @component { a: "),
  );
  expect(changes.size).toBe(0);
  expect(model.components.size).toBe(0);
});

test("names are written in words", () => {
  expect(inWords("publishedAt")).toBe("Published at");
  expect(inWords("dark_blue")).toBe("Dark blue");
});
