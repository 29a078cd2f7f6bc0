import { expect, test } from "vitest";
import { type Change, withNewest } from "./change-log.ts";

const change = (position: string) => ({ position }) as Change;
const positions = (pages: { pages: Change[][] }) => pages.pages.map((page) => page.map((it) => it.position));

test("new changes come before those that were read", () => {
  const pages = { pages: [[change("3"), change("2")], [change("1")]], pageParams: [null, "2"] };
  const next = withNewest(pages, [change("4"), change("3")]);
  expect(positions(next)).toEqual([["4"], ["3", "2"], ["1"]]);
  expect(withNewest(next, [change("4"), change("3")])).toBe(next);
});

test("the log begins anew where more was changed than fits a page", () => {
  const pages = { pages: [[change("2"), change("1")]], pageParams: [null] };
  expect(positions(withNewest(pages, [change("9"), change("8")]))).toEqual([["9", "8"]]);
});

test("the first change of all comes in where nothing was", () => {
  expect(positions(withNewest({ pages: [[]], pageParams: [null] }, [change("1")]))).toEqual([["1"], []]);
});
