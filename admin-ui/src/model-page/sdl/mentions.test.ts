import { expect, test } from "vitest";
import { changeEnumValue } from "./choices.ts";
import { mentionsOf, removeFieldAndMentions, withoutMentions } from "./mentions.ts";
import { readSources } from "./sources.ts";

const path = "schema/a.graphql";
const text = `# the works
type Work
  @collection(title: "title", orderBy: { year: DESC, title: ASC })
  @index(fields: ["kind", "fee", "year"])
  @index(fields: ["title", "year"], unique: true)
  @check(where: { year: { gt: 1500 } })
  @allow(to: [editor, author], do: READ, except: ["year", "fee"]) # most
  @allow(to: author, do: UPDATE, where: { casts: { some: { work: { year: { lt: 1900 } } } } })
  @allow(to: editor, do: UPDATE, fields: ["year"]) {
  title: String!
  year: Int
  kind: Kind @default(value: OPERA)
  fee: Int @ui(tab: "Fee", showIf: { year: { gt: 3 } }) @allow(to: author, do: READ)
  casts: [Cast!]! @inverse(of: "work")
}
type Cast @collection @allow(to: editor, do: READ, where: { work: { kind: { in: [OPERA, PLAY] } } }) { work: Work! name: String }
type Note @collection @allow(to: editor, do: READ, where: { cast: { work: { year: { eq: 1 } } } }) { text: String cast: Cast @allow(to: editor, do: READ, where: { cast: { work: { id: { eq: "1" } } } }) }
enum Kind { OPERA PLAY }
extend enum Role { editor author }
`;
const files = [{ path, text }];
const read = (type: string, name: string, kind: "field" | "value" = "field") =>
  mentionsOf(readSources(files), { kind, type, name }).map(
    ({ owner, field, directive, fate }) => `${owner}${field ? `.${field}` : ""} @${directive} ${fate}`,
  );

test("what names a field is found, with what becomes of it", () => {
  expect(read("Work", "year")).toEqual([
    "Work @collection less",
    "Work @index less",
    "Work @index gone",
    "Work @check gone",
    "Work @allow less",
    "Work @allow gone",
    "Work @allow gone",
    "Work.fee @ui less",
    "Note @allow gone",
  ]);
  expect(read("Cast", "work")).toEqual([
    "Work @allow gone",
    "Work.casts @inverse field",
    "Cast @allow gone",
    "Note @allow gone",
    "Note.cast @allow stays",
  ]);
});

test("a field takes along what names it, and nothing else changes", () => {
  expect(removeFieldAndMentions(files, "Work", "year")[0]?.text).toBe(`# the works
type Work
  @collection(title: "title", orderBy: { title: ASC })
  @index(fields: ["kind", "fee"])
  @allow(to: [editor, author], do: READ, except: ["fee"]) # most
{
  title: String!
  kind: Kind @default(value: OPERA)
  fee: Int @ui(tab: "Fee") @allow(to: author, do: READ)
  casts: [Cast!]! @inverse(of: "work")
}
${text
  .slice(text.indexOf("type Cast"))
  .replace(/ @allow\(to: editor, do: READ, where: \{ cast: \{ work: \{ year.*?\}\)(?= \{ text)/, "")}`);
});

test("what is written wrongly is passed over", () => {
  const index = '@index(fields: [["year"], "kind", "fee"])';
  const own = [
    { path, text: `type Work @collection ${index} @search(fields: ["year", "title"]) { year: Int }\n` },
  ];
  expect(withoutMentions(own, { kind: "field", type: "Work", name: "year" })[0]?.text).toBe(
    `type Work @collection ${index} @search(fields: ["title"]) { year: Int }\n`,
  );
});

test("the far end of a relation goes along", () => {
  const changed = removeFieldAndMentions(files, "Cast", "work")[0]?.text ?? "";
  expect(changed).not.toContain("casts");
  expect(changed).toContain("type Cast @collection { name: String }");
});

test("two fields that name each other go together", () => {
  const own = [
    { path, text: `type A { b: B @inverse(of: "a") c: Int }\ntype B { a: A @inverse(of: "b") c: Int }\n` },
  ];
  const changed = removeFieldAndMentions(own, "A", "b")[0]?.text ?? "";
  expect(changed.replace(/\s+/g, " ").trim()).toBe("type A { c: Int } type B { c: Int }");
});

test("roles and values are taken out of rules and defaults", () => {
  expect(read("Role", "author", "value")).toEqual([
    "Work @allow less",
    "Work @allow gone",
    "Work.fee @allow stays",
  ]);
  const changed = withoutMentions(files, { kind: "value", type: "Kind", name: "OPERA" })[0]?.text ?? "";
  expect(changed).toContain("kind: Kind\n");
  expect(changed).toContain("type Cast @collection {");
});

test("a value's new name is followed to what names it", () => {
  const wanted = { name: "MUSIC", description: "", keepsData: false };
  const changed = changeEnumValue(files, "Kind", "OPERA", wanted)[0]?.text ?? "";
  expect(changed).toBe(text.replaceAll("OPERA", "MUSIC"));
  const role = { name: "writer", description: "", keepsData: true };
  expect(changeEnumValue(files, "Role", "author", role)[0]?.text).toBe(
    text
      .replace("[editor, author]", "[editor, writer]")
      .replaceAll("to: author", "to: writer")
      .replace("{ editor author }", '{ editor writer @oldName(is: "author") }'),
  );
});

test("an interface asks for its fields", () => {
  const own = [{ path, text: "interface T { a: Int }\ntype A implements T @collection { a: Int b: Int }\n" }];
  const found = (name: string) => mentionsOf(readSources(own), { kind: "field", type: "A", name });
  expect(found("a")).toMatchObject([{ owner: "T", field: "a", fate: "asks", line: 1 }]);
  expect(found("b")).toEqual([]);
  expect(removeFieldAndMentions(own, "A", "a")[0]?.text).toContain(
    "type A implements T @collection { b: Int }",
  );
});
