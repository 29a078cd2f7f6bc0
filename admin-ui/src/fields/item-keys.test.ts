import { expect, test } from "vitest";
import { fitKeys, moved } from "./item-keys.ts";

test("an item goes to its new place", () => {
  expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
  expect(moved(["a", "b", "c", "d"], 3, 0)).toEqual(["d", "a", "b", "c"]);
  expect(moved(["a", null], 1, 0)).toEqual([null, "a"]);
  expect(moved(["a"], 5, 0)).toEqual(["a"]);
});

test("keys are as many as the items, and stay with the first ones", () => {
  expect(fitKeys(["a", "b"], 2)).toEqual(["a", "b"]);
  expect(fitKeys(["a", "b"], 1)).toEqual(["a"]);
  const grown = fitKeys(["a"], 3);
  expect(grown[0]).toBe("a");
  expect(new Set(grown).size).toBe(3);
});
