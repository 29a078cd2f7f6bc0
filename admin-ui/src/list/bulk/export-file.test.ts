import { expect, test } from "vitest";
import { ExactNumber, writeJson } from "../../api/exact-json.ts";
import { fieldOf } from "../../fields/field-of.ts";
import { indexModel } from "../../model/model.ts";
import type { Column } from "../columns/columns.ts";
import { csvCells, harmless, jsonValues } from "./export-file.ts";

const model = indexModel({
  fingerprint: "",
  stage: "PRODUCTION",
  locales: [],
  roles: [],
  enums: [],
  collections: [],
  components: [],
  blocks: [],
});

function column(path: string, said: Partial<Column["field"]> & { type: string }): Column {
  const names = path.split(".");
  const fields = names.map((name, place) =>
    place === names.length - 1
      ? fieldOf(said.type, { ...said, name })
      : fieldOf("Author", { name, kind: "RELATION" }),
  );
  const field = fields.at(-1) ?? fieldOf(said.type);
  return { path, fields, field, width: 100 };
}

test("a column behind a related record is found under the name that it was asked by", () => {
  const row = { id: "1", author__name: { name: "Ann" } };
  expect(jsonValues(row, [column("author.name", { type: "String" })])).toEqual({ "author.name": "Ann" });
  expect(jsonValues({ id: "1", author__name: null }, [column("author.name", { type: "String" })])).toEqual({
    "author.name": null,
  });
});

test("enums are written by their names", () => {
  expect(csvCells({ mood: "VERY_SAD" }, [column("mood", { type: "Mood", kind: "ENUM" })], model)).toEqual([
    "VERY_SAD",
  ]);
});

test("blocks get their fields' own names back", () => {
  const row = { parts: [{ __typename: "Para", m0_text: "a" }] };
  const parts = column("parts", { type: "Part", kind: "BLOCKS", list: true });
  expect(jsonValues(row, [parts])).toEqual({ parts: [{ __typename: "Para", text: "a" }] });
});

test("what a spreadsheet would run is made text, and numbers stay numbers", () => {
  expect(harmless("=1+1")).toBe("'=1+1");
  expect(harmless("@sum")).toBe("'@sum");
  expect(harmless("-5")).toBe("-5");
  expect(harmless("-")).toBe("'-");
});

test("numbers that JavaScript can't hold keep all of their digits", () => {
  const row = { facts: { id: new ExactNumber("9007199254740993") } };
  const facts = column("facts", { type: "JSON" });
  expect(csvCells(row, [facts], model)).toEqual(['{"id":9007199254740993}']);
  expect(writeJson(jsonValues(row, [facts]))).toBe('{"facts":{"id":9007199254740993}}');
});
