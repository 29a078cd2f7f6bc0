import { expect, test } from "vitest";
import { InvalidValue, invalidPlaces } from "./invalid-value.ts";

test("invalid values are found wherever they stand", () => {
  const wrong = new InvalidValue("x", "no number");
  const values = {
    title: "a",
    count: wrong,
    blocks: [{ __typename: "A" }, { answers: ["a", wrong] }],
    none: null,
  };
  expect(invalidPlaces(values)).toEqual([
    { path: "count", message: "no number" },
    { path: "blocks[1].answers[1]", message: "no number" },
  ]);
});
