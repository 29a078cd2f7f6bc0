import { expect, test } from "vitest";
import type { EnumValue, Model } from "../../model/model.ts";
import { fieldOf } from "../field-of.ts";
import { choices, enumColor, enumLabel, fitsOneRow } from "./enum-values.ts";

const value = (name: string, deprecated: string | null = null): EnumValue => ({
  name,
  label: name.toLowerCase(),
  description: null,
  deprecated,
});
const moods = [value("HAPPY"), value("SAD"), value("OLD", "nobody is")];
const model = {
  enums: new Map([["Mood", { name: "Mood", label: "Mood", description: null, values: moods }]]),
} as unknown as Model;
const field = fieldOf("Mood", { kind: "ENUM" });
const names = (chosen: unknown[]) => choices(field, model, chosen).map((it) => it.name);

test("what is deprecated is offered only where it was chosen", () => {
  expect(names([])).toEqual(["HAPPY", "SAD"]);
  expect(names(["OLD"])).toEqual(["HAPPY", "SAD", "OLD"]);
});

test("a value that the model does not know stays what it is", () => {
  expect(names(["GONE"])).toEqual(["HAPPY", "SAD", "GONE"]);
  expect(enumLabel("GONE", field, model)).toBe("GONE");
  expect(enumLabel("SAD", field, model)).toBe("sad");
});

test("few short values stand beside each other", () => {
  expect(fitsOneRow(moods, field)).toBe(true);
  expect(fitsOneRow([...moods, ...moods], field)).toBe(false);
  expect(fitsOneRow([value("A_VERY_LONG_NAME_OF_A_VALUE"), value("ANOTHER_VERY_LONG_NAME")], field)).toBe(
    false,
  );
});

test("a value's colour is always the same", () => {
  expect(enumColor("HAPPY")).toBe(enumColor("HAPPY"));
  expect(new Set(["HAPPY", "SAD", "OLD"].map(enumColor)).size).toBeGreaterThan(1);
});
