import { expect, test } from "vitest";
import { changeField } from "../sdl/fields.ts";
import { declaredField, readSources } from "../sdl/sources.ts";
import { fieldChange, literalMistakes, readFieldForm } from "./field-form.ts";

const sdl = `type Post @collection {
  "The title."
  title: String! @localized @check(minLength: 3, maxLength: 120, message: "too \\"long\\"") @search(weight: 4, language: "de")
  slug: Slug! @slug(from: "title") @unique
  tags: [Tag!]! @relation(max: 8) @allow(to: admin, do: READ)
  kind: Kind! @default(value: FEATURE) @index(unique: false)
  words: [String] @default(value: ["a", "b"]) @deprecated
  at: Date @default(value: "2026-01-01") @ui(width: "half", showIf: {kind: {eq: FEATURE}})
  cover: Asset @asset(accept: ["image/*", "video/*"], maxBytes: 5000000) @relation(onDelete: SET_NULL)
}
`;
const files = [{ path: "a", text: sdl }];

function node(name: string) {
  const found = declaredField(readSources(files), "Post", name)?.field;
  if (!found) throw new Error(name);
  return found;
}

test.each(["title", "slug", "tags", "kind", "words", "at", "cover"])(
  "a form that is not touched changes nothing of %s",
  (name) => {
    const change = fieldChange(readFieldForm(node(name)), node(name));
    expect(changeField(files, "Post", name, change)[0]?.text).toBe(sdl);
  },
);

test("what a form changes is all that changes", () => {
  const form = { ...readFieldForm(node("title")), maxLength: "90", help: "Short", name: "headline" };
  expect(changeField(files, "Post", "title", fieldChange(form, node("title")))[0]?.text).toBe(
    sdl
      .replace("title: String!", "headline: String!")
      .replace("maxLength: 120", "maxLength: 90")
      .replace('language: "de")', 'language: "de") @ui(help: "Short") @oldName(is: "title")'),
  );
  const plain = { ...readFieldForm(node("title")), search: false, localized: false };
  expect(changeField(files, "Post", "title", fieldChange(plain, node("title")))[0]?.text).toBe(
    sdl.replace(" @localized", "").replace(' @search(weight: 4, language: "de")', ""),
  );
});

test("what is no value is told", () => {
  const form = { ...readFieldForm(node("kind")), showIf: "{ a: ", defaultValue: '{"a": 1}', min: "1" };
  expect(Object.keys(literalMistakes(form))).toEqual(["showIf"]);
});

test("a field that gets its first name back needs no old one", () => {
  const text = 'type Post @collection { heading: String @oldName(is: "title") }';
  const field = declaredField(readSources([{ path: "a", text }]), "Post", "heading")?.field;
  if (!field) throw new Error("no field");
  const rename = (name: string) => {
    const change = fieldChange({ ...readFieldForm(field), name, keepsData: false }, field);
    return changeField([{ path: "a", text }], "Post", "heading", change)[0]?.text;
  };
  expect(rename("title")).toBe("type Post @collection { title: String }");
  expect(rename("headline")).toBe('type Post @collection { headline: String @oldName(is: "title") }');
});
