import { expect, test } from "vitest";
import { blockInput } from "./blocks/block-members.ts";
import { componentSummary, newComponent } from "./component-value.ts";
import { fieldOf } from "./field-of.ts";
import { initialValue, inputOf, textOf } from "./field-value.ts";
import { modelOf } from "./model-of.ts";
import { readValue } from "./read-value.ts";
import { selectionOf } from "./selection.ts";

const text = (name: string) => fieldOf("String", { name, label: name });
const parts = fieldOf("Part", { name: "parts", kind: "BLOCKS", list: true, required: true });
const model = modelOf({
  components: {
    Prose: [text("text"), fieldOf("Int", { name: "size", default: 3 })],
    Box: [text("text"), { ...parts, name: "inner" }, fieldOf("Meta", { name: "meta", kind: "COMPONENT" })],
    Meta: [text("m1_title"), { ...parts, name: "more" }],
  },
  blocks: { Part: ["Prose", "Box"] },
});

test("every member's fields are asked for under names of their own", () => {
  const shallow = modelOf({
    components: { A: [text("x")], B: [fieldOf("Int", { name: "x" })] },
    blocks: { Part: ["A", "B"] },
  });
  expect(selectionOf(parts, shallow, "edit")).toBe(
    "parts { __typename ... on A { m0_x: x } ... on B { m1_x: x } }",
  );
});

test("blocks get their own names back, however deep they stand", () => {
  const answer = [
    { __typename: "Prose", m0_text: "a", m0_size: 1 },
    {
      __typename: "Box",
      m1_text: "b",
      m1_inner: [{ __typename: "Prose", m0_text: "c", m0_size: 2 }],
      m1_meta: {
        __typename: "Meta",
        m1_title: "d",
        more: [{ __typename: "Prose", m0_text: "e", m0_size: null }],
      },
    },
  ];
  expect(readValue(parts, answer, model)).toEqual([
    { __typename: "Prose", text: "a", size: 1 },
    {
      __typename: "Box",
      text: "b",
      inner: [{ __typename: "Prose", text: "c", size: 2 }],
      meta: { __typename: "Meta", m1_title: "d", more: [{ __typename: "Prose", text: "e", size: null }] },
    },
  ]);
});

test("blocks are written under their keys, components whole", () => {
  const value = [
    {
      __typename: "Box",
      text: "b",
      inner: [{ __typename: "Prose", text: "c", size: 2 }],
      meta: { __typename: "Meta", m1_title: "d", more: [] },
    },
  ];
  expect(inputOf(value, undefined, parts, model)).toEqual([
    { box: { text: "b", inner: [{ prose: { text: "c", size: 2 } }], meta: { m1_title: "d", more: [] } } },
  ]);
});

test("a block that the union does not know keeps its name", () => {
  expect(blockInput({ __typename: "Gone", a: 1 }, "Part", model)).toEqual({ Gone: {} });
});

test("what may not be written is left out", () => {
  const closed = modelOf({
    components: {
      Meta: [text("title"), { ...text("locked"), readOnly: true }, text("unread")],
    },
  });
  const field = fieldOf("Meta", { kind: "COMPONENT" });
  expect(inputOf({ __typename: "Meta", title: "a", locked: "b" }, undefined, field, closed)).toEqual({
    title: "a",
  });
});

test("new components begin with the model's defaults", () => {
  expect(newComponent("Prose", model)).toEqual({ __typename: "Prose", text: null, size: 3 });
  expect(newComponent("Box", model)).toEqual({ __typename: "Box", text: null, inner: [], meta: null });
  expect(initialValue(fieldOf("Meta", { kind: "COMPONENT", required: true }), model)).toEqual({
    __typename: "Meta",
    m1_title: null,
    more: [],
  });
});

test("a component is summed up by its first text, or else by the first thing in it", () => {
  expect(componentSummary({ __typename: "Prose", text: "  two\n words ", size: 1 }, model)).toBe("two words");
  expect(componentSummary({ __typename: "Prose", text: "", size: 7 }, model)).toBe("7");
  expect(componentSummary({ __typename: "Prose", text: null, size: null }, model)).toBe("");
});

test("lists and blocks as plain text", () => {
  expect(textOf(["a", "b"], { ...text("words"), list: true }, model)).toBe("a, b");
  expect(textOf([{ __typename: "Prose", text: "a", size: 1 }], parts, model)).toBe(
    "Prose (text: a; Field: 1)",
  );
});
