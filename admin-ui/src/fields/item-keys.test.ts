import { expect, test } from "vitest";
import { fitKeys, followedKeys, moved } from "./item-keys.ts";

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

test("keys follow their items when somebody else changes the list", () => {
  const [a, b, c, d] = [{ a: 1 }, { b: 1 }, { c: 1 }, { d: 1 }];
  const keys = ["ka", "kb", "kc"];
  const follow = (now: unknown[]) => followedKeys(keys, [a, b, c], now);
  expect(follow([d, a, b, c]).slice(1)).toEqual(keys);
  expect(follow([a, c])).toEqual(["ka", "kc"]);
  expect(follow([c, a, b])).toEqual(["kc", "ka", "kb"]);
  expect(follow([a, { b: 2 }, c])).toEqual(keys);
  const [first, second, ...rest] = follow([d, a, { b: 2 }, c]);
  expect(second).toBe("ka");
  expect(rest.at(-1)).toBe("kc");
  expect(keys).not.toContain(first);
});

test("items that are the same keep their order", () => {
  expect(followedKeys(["1", "2", "3"], ["", "", "x"], ["", "x"])).toEqual(["1", "3"]);
  expect(followedKeys([], [], ["a", "b"])).toHaveLength(2);
});
