import { expect, test } from "vitest";
import { axisMarks } from "./chart-scale.ts";

test("an axis has few marks, and whole ones", () => {
  expect(axisMarks(0)).toEqual([1, 0]);
  expect(axisMarks(1)).toEqual([1, 0]);
  expect(axisMarks(3)).toEqual([3, 2, 1, 0]);
  expect(axisMarks(17)).toEqual([20, 15, 10, 5, 0]);
  expect(axisMarks(3503)).toEqual([4000, 3000, 2000, 1000, 0]);
  expect(axisMarks(100_000)).toEqual([100_000, 50_000, 0]);
});
