import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import { pointersQuery, pointersTo, pointersVariables, readPointers } from "./pointers.ts";

const model = modelOf({
  collections: [
    collectionOf("Asset", [fieldOf("String", { name: "name" })]),
    collectionOf("Thing", [
      relationOf("Asset", "KEY", { name: "cover" }),
      relationOf("Asset", "JOIN", { name: "files", list: true }),
      relationOf("Asset", "INVERSE", { name: "inverse", list: true }),
      relationOf("Asset", "KEY", { name: "hidden", can: { read: "NONE", create: "NONE", update: "NONE" } }),
      fieldOf("Part", { name: "parts", kind: "BLOCKS", list: true }),
      fieldOf("Meta", { name: "seo", kind: "COMPONENT" }),
    ]),
  ],
  components: {
    Meta: [relationOf("Asset", "EMBEDDED", { name: "image" })],
    Pic: [
      relationOf("Asset", "EMBEDDED", {
        name: "picture",
        relation: { target: "Asset", storage: "EMBEDDED", onDelete: "RESTRICT", max: null, inverse: null },
      }),
      relationOf("Asset", "EMBEDDED", { name: "others", list: true }),
    ],
  },
  blocks: { Part: ["Pic"] },
});

test("everything that may point to a record is found, however deep", () => {
  const is = { id: { eq: "7" } };
  const found = pointersTo("Asset", "7", model).map(({ field, where, onDelete }) => [
    field.name,
    where,
    onDelete,
  ]);
  expect(found).toEqual([
    ["cover", { cover: is }, "SET_NULL"],
    ["files", { files: { some: is } }, "SET_NULL"],
    [
      "parts",
      {
        or: [
          { parts: { some: { pic: { picture: is } } } },
          { parts: { some: { pic: { others: { some: is } } } } },
        ],
      },
      "RESTRICT",
    ],
    ["seo", { seo: { image: is } }, "SET_NULL"],
  ]);
});

test("all of it is counted at once", () => {
  const pointers = pointersTo("Asset", "7", model).slice(0, 2);
  expect(String(pointersQuery(pointers))).toMatch(/p0: \w+\(where: \$w0\) \{ count \} p1: /);
  expect(Object.keys(pointersVariables(pointers))).toEqual(["w0", "w1"]);
  expect(readPointers({ p0: { count: 3 }, p1: { count: 0 } }, pointers, "7")).toEqual([3, 0]);
});
