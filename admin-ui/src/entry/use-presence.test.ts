import { expect, test } from "vitest";
import { namesByField } from "./use-presence.ts";

test("fields that are called like what every object has are nobody's until somebody is in them", () => {
  expect(namesByField([]).get("constructor")).toBeUndefined();
  const others = ["Ada", "Bob"].map((name) => ({ id: name, name, field: "constructor" }));
  expect(namesByField(others).get("constructor")).toBe("Ada\nBob");
});
