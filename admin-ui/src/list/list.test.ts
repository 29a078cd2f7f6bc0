import { expect, test } from "vitest";
import { readAddress, writeAddress } from "./list-address.ts";
import { readSort, toggledSort } from "./order.ts";
import { allOf } from "./quick-search.ts";

test("an address is written as it was read", () => {
  const search = {
    view: "v1",
    q: "blue",
    where: { year: { gt: 1970 } },
    sort: "-author.name,title",
    columns: "title:240,author.name",
    layout: "cards",
    size: 100,
    page: 3,
    after: "abc",
  };
  expect(writeAddress(readAddress(search))).toEqual(search);
});

test("what makes no sense in an address is left out", () => {
  const search = { q: 12, where: "{", size: 7, layout: "sphere", page: "x", columns: ",," };
  expect(writeAddress(readAddress(search))).toEqual({ q: "12" });
});

test("clicks on a head order up, down and not at all", () => {
  const up = toggledSort([], "title", false);
  const down = toggledSort(up, "title", false);
  expect(up).toEqual([{ path: "title", isDescending: false }]);
  expect(down).toEqual([{ path: "title", isDescending: true }]);
  expect(toggledSort(down, "title", false)).toEqual([]);
});

test("with shift the other keys stay, and keep their places", () => {
  const keys = readSort("title,-rank");
  expect(toggledSort(keys, "title", true)).toEqual(readSort("-title,-rank"));
  expect(toggledSort(keys, "rank", true)).toEqual(readSort("title"));
  expect(toggledSort(keys, "id", true)).toEqual(readSort("title,-rank,id"));
});

test("filters are joined only where there are several", () => {
  expect(allOf(null, null)).toBeNull();
  expect(allOf({ a: 1 }, null)).toEqual({ a: 1 });
  expect(allOf({ a: 1 }, { b: 2 })).toEqual({ and: [{ a: 1 }, { b: 2 }] });
});
