import { expect, test } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import { evaluateFilter } from "./filter-evaluator.ts";

const field = (type: string, name: string, said = {}) => fieldOf(type, { name, ...said });
const model = modelOf({
  collections: [
    collectionOf("Thing", [
      field("ID", "id"),
      field("Int", "number"),
      field("BigInt", "big"),
      field("Decimal", "price"),
      field("String", "title"),
      field("Boolean", "yes"),
      field("DateTime", "at"),
      field("Point", "place"),
      field("JSON", "data"),
      field("Mood", "mood", { kind: "ENUM" }),
      field("String", "words", { list: true }),
      field("BigInt", "bigs", { list: true }),
      field("Meta", "seo", { kind: "COMPONENT" }),
      field("Part", "parts", { kind: "BLOCKS", list: true }),
      relationOf("Thing", "KEY", { name: "parent" }),
      relationOf("Thing", "JOIN", { name: "related", list: true }),
    ]),
  ],
  components: {
    Meta: [field("String", "title")],
    Prose: [field("String", "text")],
    Pic: [field("Int", "size")],
  },
  blocks: { Part: ["Prose", "Pic"] },
});

const values = {
  number: 10,
  big: "9007199254740993",
  price: "0.10",
  title: "Änne & Co",
  yes: false,
  at: "2026-01-01T00:00:00.000Z",
  place: { lat: 47.4, lng: 8.5 },
  data: { size: { width: 3 }, tags: ["a", "b"], on: false },
  mood: "SAD",
  words: ["one", "two"],
  seo: { title: "x" },
  parts: [
    { __typename: "Prose", text: "hello" },
    { __typename: "Pic", size: null },
  ],
  parent: { id: "p1", title: "Parent" },
  related: [{ id: "r1" }, { id: "r2" }],
};

const empty = Object.fromEntries(Object.keys(values).map((name) => [name, null]));

function judge(filter: unknown, of: Record<string, unknown> = values) {
  return evaluateFilter(filter, "Thing", of, model);
}

test.each([
  [{ number: { eq: 10 } }, true],
  [{ number: { ne: 10 } }, false],
  [{ number: { gt: 10 } }, false],
  [{ number: { gte: 10, lt: 11 } }, true],
  [{ number: { between: [1, 10] } }, true],
  [{ number: { in: [1, 2] } }, false],
  [{ number: { notIn: [1, 2] } }, true],
  [{ number: { in: [] } }, false],
  [{ number: { in: [1, null] } }, null],
  [{ number: { notIn: [1, null] } }, null],
  [{ big: { gt: "9007199254740992" } }, true],
  [{ price: { eq: "0.1" } }, true],
  [{ price: { lt: "0.1001" } }, true],
  [{ title: { contains: "co" } }, false],
  [{ title: { contains: "co", mode: "INSENSITIVE" } }, true],
  [{ title: { startsWith: "Än" } }, true],
  [{ title: { endsWith: "Co" } }, true],
  [{ title: { like: "_nne%" } }, true],
  [{ title: { like: "\\_nne%" } }, false],
  [{ title: { eq: "änne & co", mode: "INSENSITIVE" } }, true],
  [{ yes: { eq: false } }, true],
  [{ at: { lt: "2026-01-01T01:00:00+00:00" } }, true],
  [{ mood: { in: ["SAD"] } }, true],
  [{ words: { has: "one" } }, true],
  [{ words: { hasEvery: ["one", "three"] } }, false],
  [{ words: { hasSome: ["one", "three"] } }, true],
  [{ words: { isEmpty: false } }, true],
  [{ place: { near: { lat: 47.4, lng: 8.51, meters: 1000 } } }, true],
  [{ place: { near: { lat: 46, lng: 8.5, meters: 1000 } } }, false],
  [{ place: { within: { box: { minLat: 47, maxLat: 48, minLng: 8, maxLng: 9 } } } }, true],
  [{ place: { within: { box: { minLat: 47, maxLat: 48, minLng: 170, maxLng: -170 } } } }, false],
  [
    {
      place: {
        within: {
          polygon: [
            { lat: 47, lng: 8 },
            { lat: 48, lng: 8 },
            { lat: 48, lng: 9 },
            { lat: 47, lng: 9 },
          ],
        },
      },
    },
    true,
  ],
  [{ data: { path: { at: "size.width", gt: 2 } } }, true],
  [{ data: { path: { at: "size.width", contains: "3" } } }, false],
  [{ data: { path: { at: "tags[1]", eq: "b" } } }, true],
  [{ data: { path: { at: "on", ne: true } } }, true],
  [{ data: { path: { at: "nowhere", isNull: true } } }, true],
])("%j is %s", (filter, truth) => {
  expect(judge(filter)).toBe(truth);
});

test.each([
  [{ number: { eq: 1 } }, null],
  [{ number: { ne: 1 } }, null],
  [{ not: { number: { eq: 1 } } }, null],
  [{ number: { isNull: true } }, true],
  [{ number: { eq: null } }, true],
  [{ number: { ne: null } }, false],
  [{ title: { contains: "a" } }, null],
  [{ words: { isEmpty: true } }, null],
  [{ or: [{ number: { eq: 1 } }, { title: { isNull: true } }] }, true],
  [{ and: [{ number: { eq: 1 } }, { title: { isNull: false } }] }, false],
  [{ or: [{ number: { eq: 1 } }, { title: { isNull: false } }] }, null],
  [{ seo: { title: { isNull: true } } }, false],
  [{ seo: null }, true],
  [{ seo: { isNull: true } }, true],
  [{ parent: { id: { eq: "p1" } } }, false],
  [{ parts: { none: { prose: {} } } }, true],
  [{ parts: { every: { prose: {} } } }, true],
])("of nothing, %j is %s", (filter, truth) => {
  expect(judge(filter, empty)).toBe(truth);
});

test.each([
  [{ seo: { title: { eq: "x" } } }, true],
  [{ not: { seo: { title: { eq: "x" } } } }, false],
  [{ parts: { some: { prose: { text: { startsWith: "he" } } } } }, true],
  [{ parts: { some: { pic: { size: { gt: 1 } } } } }, false],
  [{ parts: { some: { is: ["Pic"] } } }, true],
  [{ parts: { every: { is: ["Pic", "Prose"] } } }, true],
  [{ parts: { none: { is: ["Pic"] } } }, false],
  [{ parts: { count: { gte: 2 } } }, true],
  [{ parent: { id: { in: ["p1", "p2"] } } }, true],
  [{ parent: null }, false],
  [{ related: { some: { id: { eq: "r2" } } } }, true],
  [{ related: { count: { eq: 3 } } }, false],
])("inside, %j is %s", (filter, truth) => {
  expect(judge(filter)).toBe(truth);
});

test("numbers that JavaScript can't hold are compared as numbers", () => {
  const exact = new ExactNumber("9007199254740993");
  const data = { id: exact, text: exact.text };
  expect(judge({ data: { path: { at: "id", gt: 5 } } }, { data })).toBe(true);
  expect(judge({ data: { path: { at: "id", gt: exact } } }, { data })).toBe(false);
  expect(judge({ data: { path: { at: "id", eq: exact } } }, { data })).toBe(true);
  expect(judge({ data: { path: { at: "text", eq: exact } } }, { data })).toBe(false);
  expect(judge({ bigs: { has: exact } }, { bigs: ["1", exact.text] })).toBe(true);
  expect(judge({ bigs: { hasEvery: [1, exact] } }, { bigs: ["1", exact.text] })).toBe(true);
});

test("what a form can't know is not known", () => {
  expect(judge({ parent: { number: { eq: 1 } } })).toBeNull();
  expect(judge({ parent: { number: { isNull: true } } })).toBeNull();
  expect(judge({ elsewhere: { eq: 1 } })).toBeNull();
});

test("no condition always holds", () => {
  expect(judge({})).toBe(true);
});
