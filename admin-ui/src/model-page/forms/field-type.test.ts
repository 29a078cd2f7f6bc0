import { expect, test } from "vitest";
import { emptyForm } from "./field-form.ts";
import { withType } from "./field-type.ts";

const year = { ...emptyForm, type: "Int", min: "1", max: "9", message: "no", defaultValue: "3", index: true };

test("limits go with the type that they are for", () => {
  expect(withType(year, "Int", false)).toEqual({});
  expect({ ...year, ...withType(year, "Decimal", false) }).toEqual({ ...year, type: "Decimal" });
  expect({ ...year, ...withType(year, "Text", false) }).toEqual({ ...emptyForm, type: "Text" });
  const name = {
    ...emptyForm,
    type: "String",
    maxLength: "9",
    message: "no",
    defaultValue: "a",
    search: true,
  };
  expect({ ...name, ...withType(name, "Markdown", false) }).toEqual({ ...name, type: "Markdown" });
  expect({ ...name, ...withType(name, "Date", false) }).toEqual({ ...emptyForm, type: "Date" });
});

test("another target has another far end", () => {
  const link = { ...emptyForm, type: "Post", inverse: "author", onDelete: "CASCADE" };
  expect({ ...link, ...withType(link, "Page", true) }).toEqual({ ...link, type: "Page", inverse: "" });
  expect({ ...link, ...withType(link, "String", false) }).toEqual({ ...emptyForm, type: "String" });
});
