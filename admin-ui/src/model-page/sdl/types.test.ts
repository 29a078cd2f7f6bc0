import { expect, test } from "vitest";
import {
  addEnumValue,
  addMember,
  changeEnumValue,
  moveEnumValue,
  removeEnumValue,
  removeMember,
} from "./choices.ts";
import type { SdlFile } from "./sources.ts";
import {
  addType,
  addTypeDirective,
  changeTypeDirective,
  describeType,
  removeType,
  removeTypeDirective,
  renameType,
  setTypeDirective,
} from "./types.ts";

const path = "schema/a.graphql";
const edit = (text: string, work: (files: SdlFile[]) => SdlFile[]) => work([{ path, text }])[0]?.text ?? null;

const article = `# Roles stand elsewhere.
type Article implements Story
  @collection(title: "title", orderBy: { publishedAt: DESC })
  @drafts
  # anyone may read
  @allow(to: public, do: READ)   # of course
  @allow(to: editor, do: ALL) {
  title: String!
}
`;

test("rules are added behind the last one", () => {
  const rule = { to: "author", do: "[CREATE, UPDATE]" };
  expect(edit(article, (files) => addTypeDirective(files, "Article", "allow", rule))).toBe(
    article.replace("do: ALL) {", "do: ALL)\n  @allow(to: author, do: [CREATE, UPDATE]) {"),
  );
  expect(edit("type A @collection { a: Int }", (files) => addTypeDirective(files, "A", "allow", rule))).toBe(
    "type A @collection @allow(to: author, do: [CREATE, UPDATE]) { a: Int }",
  );
  expect(
    edit("type A implements B & C { a: Int }", (files) => addTypeDirective(files, "A", "trash", {})),
  ).toBe("type A implements B & C @trash { a: Int }");
});

test("rules are changed and removed one by one", () => {
  expect(
    edit(article, (files) =>
      changeTypeDirective(files, "Article", "allow", 1, { to: "editor", do: "[READ, UPDATE]" }),
    ),
  ).toBe(article.replace("do: ALL", "do: [READ, UPDATE]"));
  expect(edit(article, (files) => removeTypeDirective(files, "Article", "allow", 0))).toBe(
    article.replace("  # anyone may read\n  @allow(to: public, do: READ)   # of course\n", ""),
  );
  const withoutLast = edit(article, (files) => removeTypeDirective(files, "Article", "allow", 1));
  expect(withoutLast).toBe(article.replace("  @allow(to: editor, do: ALL) {", "{"));
});

test("settings of a type change within what is written", () => {
  const set = (wanted: Record<string, string> | null, name = "collection") =>
    edit(article, (files) => setTypeDirective(files, "Article", name, wanted));
  expect(set({ title: '"title"', orderBy: "{publishedAt: DESC}" })).toBe(article);
  expect(set({ title: '"title"', orderBy: "{ publishedAt: DESC }", group: '"Blog"' })).toBe(
    article.replace("DESC })", 'DESC }, group: "Blog")'),
  );
  expect(set({ orderBy: "{ publishedAt: DESC }" })).toBe(article.replace('title: "title", ', ""));
  expect(set({})).toBe(article.replace(/@collection\(.*\)/, "@collection"));
  expect(set(null, "drafts")).toBe(article.replace("  @drafts\n", ""));
  expect(set({ keep: "50" }, "versions")).toBe(
    article.replace("do: ALL) {", "do: ALL)\n  @versions(keep: 50) {"),
  );
});

test("a type gets a description", () => {
  expect(edit(article, (files) => describeType(files, "Article", "What we wrote."))).toBe(
    article.replace("type Article", '"What we wrote."\ntype Article'),
  );
});

test("types are added at the end of a file, or in a new one", () => {
  const made = {
    kind: "type" as const,
    name: "Tag",
    description: "A word.",
    directives: [["collection", { title: '"label"' }]] as [string, Record<string, string>][],
    fields: ["label: String! @unique"],
  };
  const printed = '"A word."\ntype Tag @collection(title: "label") {\n  label: String! @unique\n}\n';
  expect(edit(article, (files) => addType(files, path, made))).toBe(`${article}\n${printed}`);
  expect(edit("type A { a: Int }", (files) => addType(files, path, made))).toBe(
    `type A { a: Int }\n\n${printed}`,
  );
  expect(addType([], "schema/tags.graphql", made)).toEqual([{ path: "schema/tags.graphql", text: printed }]);
  expect(
    edit("", (files) =>
      addType(files, path, {
        kind: "union",
        name: "U",
        description: "",
        directives: [],
        members: ["A", "B"],
      }),
    ),
  ).toBe("union U = A | B\n");
});

test("a removed type takes its extensions along", () => {
  const text = `type A { b: B }\n\n# About B.\n"B."\ntype B {\n  a: Int\n}\n\ntype C { a: Int }\n\nextend type B { c: Int }\n`;
  expect(edit(text, (files) => removeType(files, "B"))).toBe("type A { b: B }\n\ntype C { a: Int }\n");
  expect(edit("enum Only { A }\n", (files) => removeType(files, "Only"))).toBe(null);
  expect(edit("type A { a: Int } type B { b: Int }", (files) => removeType(files, "A"))).toBe(
    "type B { b: Int }",
  );
});

test("a renamed type is renamed wherever it is meant", () => {
  const text = `union U = Tag | Other\ntype Tag @collection { Tag: [Tag!]! text: String @ui(help: "Tag") }\nextend type Tag { a: Int }\n`;
  expect(edit(text, (files) => renameType(files, "Tag", "Label", true))).toBe(
    `union U = Label | Other\ntype Label @collection @oldName(is: "Tag") { Tag: [Label!]! text: String @ui(help: "Tag") }\nextend type Label { a: Int }\n`,
  );
});

test("a type that gets its first name back needs no old one", () => {
  const text = 'type B @collection @oldName(is: "A") { a: Int }\n';
  expect(edit(text, (files) => renameType(files, "B", "A", false))).toBe("type A @collection { a: Int }\n");
  expect(edit(text, (files) => renameType(files, "B", "C", false))).toBe(text.replace("type B", "type C"));
});

test("types without data of their own have nothing to take along", () => {
  const rename = (text: string) => edit(text, (files) => renameType(files, "A", "B", true));
  expect(rename("enum A { C }\ntype T { a: A }\n")).toBe("enum B { C }\ntype T { a: B }\n");
  expect(rename("type A @component { a: Int }\n")).toBe('type B @component @oldName(is: "A") { a: Int }\n');
  expect(rename("interface A { a: Int }\ntype T implements A { a: Int }\n")).toBe(
    "interface B { a: Int }\ntype T implements B { a: Int }\n",
  );
});

const mood = `enum Mood {\n  "Good."\n  HAPPY\n  # not good\n  SAD # :(\n}\n`;

test("values of enums are added, changed, moved and removed", () => {
  expect(
    edit(mood, (files) => addEnumValue(files, "Mood", { name: "CALM", description: "Quiet." }, path)),
  ).toBe(mood.replace("}", '  "Quiet."\n  CALM\n}'));
  expect(
    edit(mood, (files) =>
      changeEnumValue(files, "Mood", "SAD", { name: "BLUE", description: "", keepsData: true }),
    ),
  ).toBe(mood.replace("SAD", 'BLUE @oldName(is: "SAD")'));
  expect(edit(mood, (files) => moveEnumValue(files, "Mood", "SAD", -1))).toBe(
    `enum Mood {\n  # not good\n  SAD # :(\n  "Good."\n  HAPPY\n}\n`,
  );
  expect(edit(mood, (files) => removeEnumValue(files, "Mood", "HAPPY"))).toBe(
    mood.replace('  "Good."\n  HAPPY\n', ""),
  );
  expect(() => edit("enum A { B }", (files) => removeEnumValue(files, "A", "B"))).toThrow("lastValue");
  expect(
    edit("enum A { B }", (files) => addEnumValue(files, "A", { name: "C", description: "" }, path)),
  ).toBe("enum A { B C }");
  expect(
    edit("type A { b: Int }\n", (files) =>
      addEnumValue(files, "Role", { name: "editor", description: "Edits." }, path),
    ),
  ).toBe('type A { b: Int }\n\nextend enum Role {\n  "Edits."\n  editor\n}\n');
});

test("members of unions come and go", () => {
  const line = "union U = A | B | C # abc\n";
  expect(edit(line, (files) => addMember(files, "U", "D"))).toBe("union U = A | B | C | D # abc\n");
  expect(edit(line, (files) => removeMember(files, "U", "A"))).toBe("union U = B | C # abc\n");
  expect(edit(line, (files) => removeMember(files, "U", "C"))).toBe("union U = A | B # abc\n");
  const lines = "union U =\n  | A # first\n  | B\n";
  expect(edit(lines, (files) => addMember(files, "U", "C"))).toBe("union U =\n  | A # first\n  | B\n  | C\n");
  expect(edit(lines, (files) => removeMember(files, "U", "A"))).toBe("union U = # first\n  | B\n");
  expect(() => edit("union U = A", (files) => removeMember(files, "U", "A"))).toThrow("lastMember");
});
