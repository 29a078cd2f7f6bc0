import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { fieldOf } from "./field-of.ts";
import { inputs } from "./inputs.ts";
import { kindOf, scalarKinds } from "./registry.ts";

const here = new URL(".", import.meta.url);
const server = new URL("../../../src/model/kind/", here);
const notScalars = ["blocks", "component", "enum", "relation"];

test("there is a folder for each kind of the server's, and for what is no scalar", () => {
  const folders = readdirSync(here, { withFileTypes: true }).filter((it) => it.isDirectory());
  const kinds = readdirSync(server)
    .filter((file) => file.endsWith(".rs") && file !== "mod.rs" && file !== "operator.rs")
    .map((file) => file.replace(".rs", "").replaceAll("_", "-"));
  expect(folders.map((folder) => folder.name).sort()).toEqual([...kinds, ...notScalars].sort());
});

test("every kind is registered under its folder's name", () => {
  const kinds = [
    ...Object.values(scalarKinds),
    ...(["BLOCKS", "COMPONENT", "ENUM", "RELATION"] as const).map((kind) => kindOf(fieldOf("X", { kind }))),
  ];
  const folders = readdirSync(here, { withFileTypes: true }).filter((it) => it.isDirectory());
  expect(kinds.map((kind) => kind.name).sort()).toEqual(folders.map((folder) => folder.name).sort());
  expect(Object.keys(inputs).sort()).toEqual(folders.map((folder) => folder.name).sort());
});
