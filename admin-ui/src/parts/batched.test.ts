import { expect, test } from "vitest";
import { batched } from "./batched.ts";

test("those who ask in the same moment share a request", async () => {
  const asked: number[][] = [];
  const load = batched(async (factor: number, keys: number[]) => {
    asked.push(keys);
    return (key: number) => key * factor;
  });
  expect(await Promise.all([load(2, 1), load(2, 2)])).toEqual([2, 4]);
  expect(await load(2, 3)).toBe(6);
  expect(asked).toEqual([[1, 2], [3]]);
});

test("a request that fails fails for all of them", async () => {
  const load = batched((_: null, keys: number[]): Promise<(key: number) => number> => {
    return Promise.reject(new Error(`${keys.length} keys`));
  });
  const results = await Promise.allSettled([load(null, 1), load(null, 2)]);
  expect(results.map((result) => result.status === "rejected" && String(result.reason))).toEqual([
    "Error: 2 keys",
    "Error: 2 keys",
  ]);
});
