import { expect, test } from "vitest";
import { sdlPlaceAt } from "./sdl-place.ts";

/** The place of `|` in a text. */
const at = (text: string) => sdlPlaceAt(text.replace("|", ""), text.indexOf("|"));

test("the place in a file is known", () => {
  expect(at("|")).toMatchObject({ kind: "definition" });
  expect(at("type A @component { a: Int }\nty|")).toMatchObject({ kind: "definition", from: 29 });
  expect(at("type |")).toBe(null);
  expect(at("type A @coll| {\n  a: Int\n}")).toMatchObject({
    kind: "directive",
    of: "type",
    owner: "A",
    from: 7,
  });
  expect(at("type A @collection {\n  a: In|\n}")).toMatchObject({ kind: "type", owner: "A", from: 26 });
  expect(at("type A @collection {\n  a: [In|\n}")).toMatchObject({ kind: "type" });
  expect(at("type A @collection {\n  a: Int! @un|\n}")).toMatchObject({ kind: "directive", of: "field" });
  expect(at("type A @collection {\n  a|: Int\n}")).toBe(null);
  expect(at("# type A @co|")).toBe(null);
  expect(at('"what @co|" type A')).toBe(null);
});

test("arguments and their values are known", () => {
  expect(at('type A @collection(title: "a", gr|')).toMatchObject({
    kind: "argument",
    directive: "collection",
    used: ["title"],
  });
  expect(at("type A @allow(to: ed|")).toMatchObject({ kind: "value", argument: "to", from: 18 });
  expect(at("type A @allow(to: [editor, au|], do: READ)")).toMatchObject({ kind: "value", argument: "to" });
  const filter = "type A @allow(to: editor, do: READ, where: { author: { na|";
  expect(at(filter)).toMatchObject({ kind: "value", argument: "where", owner: "A", start: 43 });
  expect(at('type A @c { b: [B!]! @inverse(of: "a|") }')).toMatchObject({
    kind: "value",
    argument: "of",
    far: "B",
    from: 34,
  });
  expect(at("type A @allow(to: editor, do: READ) @in|")).toMatchObject({ kind: "directive", of: "type" });
  expect(at("extend type User { a: Int @default(value: |) }")).toMatchObject({
    kind: "value",
    far: "Int",
    argument: "value",
  });
});
