import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { placeAt, spanOf } from "./variable-place.ts";
import { namesAt, typeAt, valuesOf, variableMistakes, variablesOf } from "./variable-types.ts";

const schema = buildSchema(`
  type Query { works(where: WorkWhere, ids: [ID!], limit: Int): Int }
  input WorkWhere { year: IntFilter kind: Kind and: [WorkWhere!] }
  input IntFilter { eq: Int gt: Int }
  enum Kind { OPERA PLAY }
`);
const variables =
  variablesOf(schema, "query A($n: Int!, $w: WorkWhere, $ids: [ID!] = []) { works(where: $w, limit: $n) }") ??
  [];

function check(text: string) {
  return variableMistakes(variables, JSON.parse(text)).map(({ path, kind }) => {
    const { from, to } = spanOf(text, path, kind === "unknown" ? "name" : "value");
    return `${kind} ${text.slice(from, to)}`;
  });
}

test("values that don't fit are marked where they stand", () => {
  expect(check('{ "n": 1, "w": { "year": { "gt": 3 }, "kind": "OPERA" } }')).toEqual([]);
  expect(check('{ "n": "x", "m": 2 }')).toEqual(['unknown "m"', 'value "x"']);
  expect(check('{ "w": { "and": [{ "year": { "gt": "a" } }] } }')).toEqual(["missing {", 'value "a"']);
  expect(check('{ "n": 1, "w": { "kind": "DANCE" } }')).toEqual(['value "DANCE"']);
  expect(check('{ "n": 1, "ids": [1, true] }')).toEqual(["value true"]);
  expect(variablesOf(schema, "query {")).toBe(null);
});

test("the place in unfinished variables is known", () => {
  const at = (text: string) => placeAt(text, text.length);
  expect(at("{ ")).toMatchObject({ part: "name", path: [] });
  expect(placeAt('{ "n": 1, "" }', 11)).toMatchObject({ part: "name", path: [], used: ["n"], from: 10 });
  expect(placeAt('{ "w": {  } }', 9)).toMatchObject({ part: "name", path: ["w"] });
  expect(placeAt('{ "w": { "kind":  } }', 17)).toMatchObject({ part: "value", path: ["w", "kind"] });
  expect(placeAt('{ "w": { "and": [{ "year": { "" } }] } }', 30)).toMatchObject({
    part: "name",
    path: ["w", "and", 0, "year"],
  });
});

test("names and values are offered", () => {
  expect(namesAt(variables, []).map(({ name }) => name)).toEqual(["n", "w", "ids"]);
  expect(namesAt(variables, ["w", "and", 0, "year"]).map(({ name }) => name)).toEqual(["eq", "gt"]);
  const kind = typeAt(variables, ["w", "kind"]);
  expect(kind && valuesOf(kind)).toEqual(['"OPERA"', '"PLAY"']);
});
