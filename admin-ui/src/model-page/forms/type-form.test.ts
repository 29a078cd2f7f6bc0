import { expect, test } from "vitest";
import { changeType, readTypeForm } from "./type-form.ts";

const text = `# About it.
type Article implements Story
  @collection(title: "title", group: "Magazine", orderBy: {publishedAt: DESC})
  @versions(keep: 100) # enough
  @index(fields: ["section", "publishedAt"])
  @index(fields: ["slug"], unique: true)
  @check(where: {slug: {ne: "new"}}, message: "taken")
  @allow(to: public, do: READ) {
  title: String!
}
`;
const files = [{ path: "a", text }];
const change = (part: Partial<ReturnType<typeof readTypeForm>>) =>
  changeType(files, "Article", { ...readTypeForm(files, "Article"), ...part })[0]?.text;

test("a form that is not touched changes nothing", () => {
  expect(change({})).toBe(text);
});

test("settings come and go", () => {
  expect(change({ group: "Texts", icon: "star" })).toBe(
    text.replace('group: "Magazine"', 'group: "Texts"').replace("DESC})", 'DESC}, icon: "star")'),
  );
  expect(change({ versions: false, drafts: true })).toContain(
    '  @collection(title: "title", group: "Magazine", orderBy: {publishedAt: DESC})\n  @index',
  );
  expect(change({ name: "Piece", trash: true })).toContain("type Piece implements Story");
  expect(change({ name: "Piece", trash: true })).toContain('\n  @trash\n  @oldName(is: "Article") {');
});

test("no two rows have the same name", () => {
  const { indexes } = readTypeForm(files, "Article");
  expect(new Set(indexes.map(({ id }) => id)).size).toBe(2);
});

test("indexes and checks are changed one by one", () => {
  const form = readTypeForm(files, "Article");
  expect(change({ indexes: form.indexes.slice(1) })).toBe(
    text.replace('  @index(fields: ["section", "publishedAt"])\n', ""),
  );
  expect(
    change({ indexes: [...form.indexes, { id: "new", original: null, fields: ["title"], unique: false }] }),
  ).toBe(text.replace("unique: true)\n", 'unique: true)\n  @index(fields: ["title"])\n'));
  const [check] = form.checks;
  if (!check) throw new Error("no check");
  expect(change({ checks: [{ ...check, message: "gone" }] })).toBe(text.replace('"taken"', '"gone"'));
});
