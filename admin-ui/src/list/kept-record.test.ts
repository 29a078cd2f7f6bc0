import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import { inputAgain, isPointedTo } from "./kept-record.ts";

const model = modelOf({
  components: {
    Prose: [fieldOf("String", { name: "body" })],
    Picture: [fieldOf("Int", { name: "body" })],
  },
  blocks: { Part: ["Prose", "Picture"] },
});
const parts = fieldOf("Part", { name: "parts", kind: "BLOCKS", list: true });
const tags = relationOf("Tag", "JOIN", { name: "tags", list: true });

test("blocks are made again with what was in them", () => {
  const record = {
    parts: [
      { __typename: "Prose", m0_body: "words" },
      { __typename: "Picture", m1_body: 7 },
    ],
  };
  expect(inputAgain(record, [parts], "1", model)).toEqual({
    id: "1",
    parts: [{ prose: { body: "words" } }, { picture: { body: 7 } }],
  });
});

test("what has more links than were read is not made again", () => {
  const some = Array.from({ length: 3 }, (_, index) => ({ id: String(index) }));
  const many = Array.from({ length: 200 }, (_, index) => ({ id: String(index) }));
  expect(inputAgain({ tags: some }, [tags], "1", model)).toMatchObject({ tags: { connect: some } });
  expect(inputAgain({ tags: many }, [tags], "1", model)).toBeNull();
});

test("what components of other records point to is not made again", () => {
  const tag = collectionOf("Tag", []);
  const link = (onDelete: "RESTRICT" | "SET_NULL") =>
    relationOf("Tag", "EMBEDDED", {
      relation: { target: "Tag", storage: "EMBEDDED", onDelete, max: null, inverse: null },
    });
  expect(isPointedTo(modelOf({ components: { Card: [link("SET_NULL")] } }), tag)).toBe(true);
  expect(isPointedTo(modelOf({ components: { Card: [link("RESTRICT")] } }), tag)).toBe(false);
});
