import { expect, test } from "vitest";
import { copyText, fitting, readCopy } from "./block-clipboard.ts";
import { fieldOf } from "./field-of.ts";
import { InvalidValue } from "./invalid-value.ts";
import { modelOf } from "./model-of.ts";

const model = modelOf({
  components: {
    Prose: [fieldOf("String", { name: "text" }), fieldOf("Int", { name: "size", default: 3 })],
    Pic: [],
  },
});

test("what is copied can be read, but no other text", () => {
  const items = [{ __typename: "Prose", text: "a" }];
  expect(readCopy(copyText(items))).toEqual(items);
  for (const text of ["", "a", "{}", '{"headwater/blocks":2,"items":[]}', '"headwater/blocks'])
    expect(readCopy(text), text).toBeNull();
});

test("wrong input does not travel", () => {
  const items = [{ __typename: "Prose", size: new InvalidValue("x", "no") }];
  expect(readCopy(copyText(items))).toEqual([{ __typename: "Prose", size: null }]);
});

test("only components and fields that exist here are taken", () => {
  const items = [{ __typename: "Prose", text: "a", other: 1 }, { __typename: "Pic" }, { __typename: "Pic" }];
  expect(fitting(items, ["Prose"], model)).toEqual({
    items: [{ __typename: "Prose", text: "a", size: 3 }],
    refused: ["Pic"],
  });
});
