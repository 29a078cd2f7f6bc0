import { expect, test } from "vitest";
import type { Field, Model } from "../../model/model.ts";
import { filterMistakes } from "./filter-check.ts";
import { entryWords, variableWords } from "./filter-grammar.ts";
import { filterPlaceAt } from "./filter-place.ts";

const field = (name: string, type: string, kind: string, list = false) =>
  ({ name, type, kind, list, operators: [], builtIn: false, secret: false }) as unknown as Field;

const collections = new Map(
  Object.entries({
    Work: [
      field("title", "String", "SCALAR"),
      field("year", "Int", "SCALAR"),
      field("kind", "Kind", "ENUM"),
      field("composer", "User", "RELATION"),
      field("casts", "Cast", "RELATION", true),
    ],
    Cast: [field("singer", "User", "RELATION"), field("at", "DateTime", "SCALAR")],
    User: [field("id", "ID", "SCALAR"), field("email", "Email", "SCALAR")],
  }).map(([name, fields]) => [name, { name, fields }]),
);
const enums = new Map([["Kind", { values: [{ name: "OPERA" }, { name: "PLAY" }] }]]);
const model = {
  collections,
  components: new Map(),
  blocks: new Map(),
  enums,
  roles: [],
  locales: [],
} as unknown as Model;
const filter = { kind: "filter", type: "Work" } as const;

/** Each mistake with the text that it marks. */
function check(typed: string, expected: Parameters<typeof filterMistakes>[1] = filter) {
  return filterMistakes(model, expected, typed).map(
    ({ kind, from, to }) => `${kind}: ${typed.slice(from, to)}`,
  );
}

test("what a filter may say is no mistake", () => {
  expect(check('{ composer: { id: { eq: "$user.id" } }, kind: { in: [OPERA] } }')).toEqual([]);
  expect(check('{ casts: { some: { at: { gt: "$now(-1d)" } }, count: { gt: 2 } } }')).toEqual([]);
  expect(check("{ or: [{ year: { isNull: true } }, { not: { composer: null } }] }")).toEqual([]);
  expect(check('{"year": {"gt": 3}}')).toEqual([]);
  expect(
    check("{ year: DESC, composer: { email: ASC_NULLS_LAST } }", { kind: "order", type: "Work" }),
  ).toEqual([]);
  expect(check('{ composer: "$user.id", year: 3 }', { kind: "values", type: "Work" })).toEqual([]);
});

test("every mistake is marked where it stands", () => {
  expect(check('{ titel: { eq: "a" }, year: { contains: 1 } }')).toEqual([
    "field: titel",
    "operator: contains",
  ]);
  expect(check("{ casts: { singer: { id: { eq: 1 } } } }")).toEqual(["quantifier: singer"]);
  expect(check('{ and: [{ year: { eq: "x" } }, { kind: { eq: BALLET } }] }')).toEqual([
    'value: "x"',
    "enumValue: BALLET",
  ]);
  expect(check('{ title: { eq: "$user.name" } }')).toEqual(['variable: "$user.name"']);
  expect(check("{ title: { eq: abc }, year: 3 }")).toEqual(["value: abc", "object: 3"]);
  expect(check("{ title: { eq: }")).toEqual(["syntax: }"]);
  expect(check("{ title: UP }", { kind: "order", type: "Work" })).toEqual(["direction: UP"]);
});

test("the place in an unfinished filter is known", () => {
  const at = (typed: string) => filterPlaceAt(model, filter, typed, typed.length);
  expect(at("{ ca")).toMatchObject({ part: "key", expected: filter, from: 2 });
  expect(at("{ casts: { some: { singer: { ")).toMatchObject({
    part: "key",
    expected: { kind: "filter", type: "User" },
  });
  expect(at("{ year: { eq: 1 } kind: { in: [OPERA, ")).toMatchObject({
    part: "value",
    expected: { kind: "operand", type: "Kind" },
  });
  expect(at('{ composer: { id: { eq: "$us')).toMatchObject({
    part: "value",
    expected: { type: "ID" },
    from: 24,
  });
  expect(at("{ or: [{ year: { gt: 1 } }, { ")).toMatchObject({ part: "key", expected: filter });
  expect(at("{ # ye")).toBe(null);
});

test("words of a place are offered", () => {
  expect(entryWords(model, filter).map((word) => word.name)).toContain("casts");
  expect(variableWords(model, { kind: "operand", type: "ID", operator: "eq" })).toEqual(["$user.id"]);
});
