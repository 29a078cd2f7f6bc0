import { expect, test } from "vitest";
import {
  addField,
  changeField,
  type FieldChange,
  moveField,
  removeField,
  setFieldDirective,
} from "./fields.ts";

const path = "schema/a.graphql";
const field = (name: string, type = "String", more: Partial<FieldChange> = {}): FieldChange => ({
  name,
  type,
  description: "",
  directives: {},
  ...more,
});

function edit(text: string, work: (files: { path: string; text: string }[]) => { text: string }[]): string {
  return work([{ path, text }])[0]?.text ?? "";
}

const post = `# The blog.

"A post."
type Post @collection(title: "title") {
  # Basics
  title: String! @check(
    # not too long
    maxLength: 80
  )   # shown everywhere

  "The address."
  slug: Slug!   @slug(from: "title") @unique, # odd comma
  """
  Long
  text with # no comment
  """
  body: Markdown
  # the end
}
`;

test("a field is added at the end, behind what stands there", () => {
  expect(edit(post, (files) => addField(files, "Post", field("views", "Int!"), path))).toBe(
    post.replace("  body: Markdown\n", "  body: Markdown\n  views: Int!\n"),
  );
});

test("a new field has its description and directives", () => {
  const added = field("views", "Int!", {
    description: "How often.",
    directives: { default: { value: "0" }, index: {}, ui: null },
  });
  expect(edit(post, (files) => addField(files, "Post", added, path))).toBe(
    post.replace(
      "  body: Markdown\n",
      `  body: Markdown\n  "How often."\n  views: Int! @default(value: 0) @index\n`,
    ),
  );
  const long = field("a", "Int", { description: 'One "two"\n\n  three """ four' });
  expect(edit("type A { b: Int }", (files) => addField(files, "A", long, path))).toContain(
    '"""\nOne "two"\n\n  three \\""" four\n""" a: Int }',
  );
});

test("types on one line stay on one line", () => {
  const tag =
    'type Tag @collection { label: String! @unique  posts: [Post!]! @inverse(of: "tags") } # tags\n';
  expect(
    edit(tag, (files) =>
      addField(files, "Tag", field("color", "String", { description: "Its colour." }), path),
    ),
  ).toBe(tag.replace(" } #", ' "Its colour." color: String } #'));
  expect(edit(tag, (files) => removeField(files, "Tag", "label"))).toBe(
    'type Tag @collection { posts: [Post!]! @inverse(of: "tags") } # tags\n'.replace("{ posts", "{  posts"),
  );
  expect(edit(tag, (files) => removeField(files, "Tag", "posts"))).toBe(
    "type Tag @collection { label: String! @unique } # tags\n",
  );
  expect(edit(tag, (files) => moveField(files, "Tag", "posts", -1))).toBe(
    'type Tag @collection { posts: [Post!]! @inverse(of: "tags") label: String! @unique } # tags\n',
  );
});

test("several fields on a line keep their neighbours", () => {
  const thing = "type Thing {\n  a: Int b: Int, c: Int # abc\n  d: Int e: Int }\n";
  expect(edit(thing, (files) => removeField(files, "Thing", "a"))).toBe(
    "type Thing {\n  b: Int, c: Int # abc\n  d: Int e: Int }\n",
  );
  expect(edit(thing, (files) => removeField(files, "Thing", "c"))).toBe(
    "type Thing {\n  a: Int b: Int # abc\n  d: Int e: Int }\n",
  );
  expect(edit(thing, (files) => removeField(files, "Thing", "e"))).toBe(
    "type Thing {\n  a: Int b: Int, c: Int # abc\n  d: Int }\n",
  );
  expect(edit(thing, (files) => addField(files, "Thing", field("f"), path))).toBe(
    "type Thing {\n  a: Int b: Int, c: Int # abc\n  d: Int e: Int\n  f: String }\n",
  );
  expect(edit(thing, (files) => moveField(files, "Thing", "e", -1))).toBe(
    "type Thing {\n  a: Int b: Int, c: Int # abc\n  e: Int\n  d: Int }\n",
  );
});

test("a removed field takes along what is written about it and nothing else", () => {
  expect(edit(post, (files) => removeField(files, "Post", "slug"))).toBe(
    post.replace('  "The address."\n  slug: Slug!   @slug(from: "title") @unique, # odd comma\n', ""),
  );
  expect(edit(post, (files) => removeField(files, "Post", "title"))).toBe(
    post.replace(/ {2}# Basics[\s\S]*shown everywhere\n/, ""),
  );
  expect(edit(post, (files) => removeField(files, "Post", "body"))).toBe(
    post.replace(/ {2}"""\n {2}Long[\s\S]*body: Markdown\n/, ""),
  );
});

test("what looks like a comment in a description before stays", () => {
  const text = 'type A {\n  a: Int @ui(help: """\n  # x""")\n  b: Int\n}\n';
  expect(edit(text, (files) => removeField(files, "A", "b"))).toBe(
    'type A {\n  a: Int @ui(help: """\n  # x""")\n}\n',
  );
});

test("the last field of a type stays, of an extension the extension goes", () => {
  expect(() => edit("type A { a: Int }", (files) => removeField(files, "A", "a"))).toThrow("lastField");
  const extended = "type A { a: Int }\n\nextend type User {\n  b: Int\n}\n";
  expect(edit(extended, (files) => removeField(files, "User", "b"))).toBe("type A { a: Int }\n\n");
  const ruled = "extend type User @allow(to: public, do: READ) {\n  b: Int\n}\n";
  expect(edit(ruled, (files) => removeField(files, "User", "b"))).toBe(
    "extend type User @allow(to: public, do: READ)\n",
  );
});

test("changing one thing of a field leaves the others as they are written", () => {
  const same = field("title", "String!", { description: "" });
  expect(edit(post, (files) => changeField(files, "Post", "title", same))).toBe(post);
  expect(edit(post, (files) => changeField(files, "Post", "title", { ...same, type: "Text!" }))).toBe(
    post.replace("title: String!", "title: Text!"),
  );
  expect(
    edit(post, (files) =>
      changeField(files, "Post", "title", {
        ...same,
        directives: { check: { maxLength: "90", minLength: "3" } },
      }),
    ),
  ).toBe(post.replace("maxLength: 80\n", "maxLength: 90, minLength: 3\n"));
  expect(
    edit(post, (files) => changeField(files, "Post", "title", { ...same, directives: { check: null } })),
  ).toBe(post.replace(/ @check\([\s\S]*?\n {2}\)/, ""));
});

test("descriptions are added, changed in their form, and removed", () => {
  const set = (name: string, type: string, description: string) =>
    edit(post, (files) => changeField(files, "Post", name, field(name, type, { description })));
  expect(set("title", "String!", "The “headline” 🎉")).toBe(
    post.replace("  title:", '  "The “headline” 🎉"\n  title:'),
  );
  expect(set("slug", "Slug!", 'In "URLs"')).toBe(post.replace('"The address."', '"In \\"URLs\\""'));
  expect(set("slug", "Slug!", "")).toBe(post.replace('"The address."\n  ', ""));
  expect(set("body", "Markdown", "Short")).toBe(post.replace(/"""\n {2}Long[\s\S]*?"""/, '"""Short"""'));
});

test("renaming with data kept says the old name", () => {
  const renamed = field("path", "Slug!", {
    description: "The address.",
    directives: { oldName: { is: '"slug"' } },
  });
  expect(edit(post, (files) => changeField(files, "Post", "slug", renamed))).toBe(
    post.replace(
      'slug: Slug!   @slug(from: "title") @unique,',
      'path: Slug!   @slug(from: "title") @unique @oldName(is: "slug"),',
    ),
  );
});

test("fields move with their comments", () => {
  expect(edit(post, (files) => moveField(files, "Post", "body", -1))).toBe(
    post
      .replace(/ {2}"""\n {2}Long[\s\S]*body: Markdown\n/, "")
      .replace(
        '  "The address."',
        '  """\n  Long\n  text with # no comment\n  """\n  body: Markdown\n  "The address."',
      ),
  );
  expect(edit(post, (files) => moveField(files, "Post", "title", -1))).toBe(post);
  const back = edit(post, (files) =>
    moveField(moveField(files, "Post", "slug", 1) as typeof files, "Post", "slug", -1),
  );
  expect(back).toBe(post);
});

test("fields with empty lines between them keep those", () => {
  const spaced = "type A {\n  a: Int\n\n  b: Int\n\n  c: Int\n}\n";
  expect(edit(spaced, (files) => moveField(files, "A", "c", -1))).toBe(
    "type A {\n  a: Int\n\n  c: Int\n\n  b: Int\n}\n",
  );
  expect(edit(spaced, (files) => moveField(files, "A", "a", 1))).toBe(
    "type A {\n  b: Int\n\n  a: Int\n\n  c: Int\n}\n",
  );
  expect(edit(spaced, (files) => moveField(files, "A", "b", 1))).toBe(
    "type A {\n  a: Int\n\n  c: Int\n\n  b: Int\n}\n",
  );
  expect(edit(spaced, (files) => addField(files, "A", field("d"), path))).toBe(
    "type A {\n  a: Int\n\n  b: Int\n\n  c: Int\n\n  d: String\n}\n",
  );
});

test("line breaks of Windows stay", () => {
  const windows = post.replaceAll("\n", "\r\n");
  const added = field("views", "Int", { description: "a\nb" });
  expect(edit(windows, (files) => addField(files, "Post", added, path))).toBe(
    edit(post, (files) => addField(files, "Post", added, path)).replaceAll("\n", "\r\n"),
  );
  expect(edit(windows, (files) => moveField(files, "Post", "body", -1))).toBe(
    edit(post, (files) => moveField(files, "Post", "body", -1)).replaceAll("\n", "\r\n"),
  );
  expect(edit(windows, (files) => removeField(files, "Post", "slug"))).toBe(
    edit(post, (files) => removeField(files, "Post", "slug")).replaceAll("\n", "\r\n"),
  );
});

test("a type over several places is changed where the field stands", () => {
  const files = [
    { path: "schema/a.graphql", text: "type A { a: Int }\n" },
    { path: "schema/b.graphql", text: "extend type A {\n  b: Int # kept\n}\n" },
  ];
  const changed = changeField(files, "A", "b", field("b", "Float"));
  expect(changed[0]).toBe(files[0]);
  expect(changed[1]?.text).toBe("extend type A {\n  b: Float # kept\n}\n");
  expect(addField(files, "A", field("c"), path)[0]?.text).toBe("type A { a: Int c: String }\n");
});

test("a type that is built in is extended", () => {
  expect(edit("type A { a: Int }", (files) => addField(files, "User", field("bio", "Text"), path))).toBe(
    "type A { a: Int }\n\nextend type User {\n  bio: Text\n}\n",
  );
  expect(
    edit("extend type Asset @allow(to: public, do: READ) # all\n", (files) =>
      addField(files, "Asset", field("credit"), path),
    ),
  ).toBe("extend type Asset @allow(to: public, do: READ) {\n  credit: String\n} # all\n");
});

test("directives of fields come and go alone", () => {
  const text = 'type A {\n  a: Int @index # why\n    @ui(tab: "x", width: "half")\n  b: Int\n}\n';
  expect(edit(text, (files) => setFieldDirective(files, "A", "a", "ui", { width: '"half"' }))).toBe(
    text.replace('tab: "x", ', ""),
  );
  expect(edit(text, (files) => setFieldDirective(files, "A", "a", "ui", { tab: '"x"' }))).toBe(
    text.replace(', width: "half"', ""),
  );
  expect(edit(text, (files) => setFieldDirective(files, "A", "a", "ui", null))).toBe(
    text.replace('    @ui(tab: "x", width: "half")\n', ""),
  );
  expect(edit(text, (files) => setFieldDirective(files, "A", "a", "index", { unique: "true" }))).toBe(
    text.replace("@index", "@index(unique: true)"),
  );
});
