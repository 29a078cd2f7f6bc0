import { expect, test } from "vitest";
import { fieldOf } from "../../fields/field-of.ts";
import { indexModel, type ModelAnswer } from "../../model/model.ts";
import { readWhere, whereOf } from "./filter-json.ts";
import type { FilterGroup } from "./filter-tree.ts";

const text = ["eq", "ne", "in", "isNull", "contains", "startsWith"];
const ofOne = ["and", "or", "not"];
const ofMany = ["some", "every", "none", "count"];

function collection(name: string, fields: ReturnType<typeof fieldOf>[]) {
  return { name, fields } as unknown as ModelAnswer["collections"][number];
}

const model = indexModel({
  fingerprint: "",
  stage: "PRODUCTION",
  locales: [],
  roles: [],
  enums: [],
  collections: [
    collection("Post", [
      fieldOf("String", { name: "title", operators: text }),
      fieldOf("Int", { name: "rank", operators: ["eq", "gt", "lt", "between"] }),
      fieldOf("Author", { name: "author", kind: "RELATION", operators: ofOne }),
      fieldOf("Tag", { name: "tags", kind: "RELATION", list: true, operators: ofMany }),
      fieldOf("Block", { name: "blocks", kind: "BLOCKS", list: true, operators: ofMany }),
      fieldOf("Seo", { name: "seo", kind: "COMPONENT", operators: ofOne }),
      fieldOf("Point", { name: "at", operators: ["near", "within", "isNull"] }),
    ]),
    collection("Author", [
      fieldOf("ID", { name: "id", operators: ["eq", "in"] }),
      fieldOf("String", { name: "name", operators: text }),
    ]),
    collection("Tag", [fieldOf("String", { name: "label", operators: text })]),
  ],
  components: [
    {
      name: "Seo",
      label: "SEO",
      description: null,
      fields: [fieldOf("String", { name: "title", operators: text })],
    },
    {
      name: "Quote",
      label: "Quote",
      description: null,
      fields: [fieldOf("String", { name: "text", operators: text })],
    },
  ],
  blocks: [
    {
      name: "Block",
      label: "Block",
      description: null,
      members: [{ component: "Quote", inputKey: "quote" }],
    },
  ],
});

const read = (where: Record<string, unknown>): FilterGroup => readWhere(model, "Post", where);

test.each<Record<string, unknown>>([
  { title: { contains: "a", mode: "INSENSITIVE" }, rank: { gt: 3 } },
  { or: [{ title: { eq: "x" } }, { rank: { between: [1, 5] } }] },
  { not: { or: [{ title: { eq: "x" } }, { rank: { gt: 1 } }] } },
  { author: { name: { startsWith: "A" } } },
  { author: { id: { in: ["1", "2"] } } },
  { author: null },
  { not: { author: null } },
  { author: { or: [{ name: { eq: "A" } }, { name: { eq: "B" } }] } },
  { tags: { some: { label: { eq: "x" } } } },
  { tags: { none: { or: [{ label: { eq: "x" } }, { label: { eq: "y" } }] } } },
  { tags: { count: { gt: 2 } } },
  { blocks: { some: { quote: { text: { contains: "a" } } } } },
  { blocks: { some: { is: ["Quote"] } } },
  { seo: { title: { isNull: true } } },
  { at: { near: { lat: 1, lng: 2, meters: 5000 } } },
  { and: [{ title: { eq: "a" } }, { title: { eq: "b" } }] },
  { title: { eq: "a" }, or: [{ rank: { gt: 1 } }, { not: { rank: { lt: 0 } } }] },
])("a filter is written as it was read: %j", (where) => {
  expect(whereOf(read(where))).toEqual(where);
});

test("tests of one field come apart, and mean the same", () => {
  expect(whereOf(read({ rank: { gt: 1, lt: 5 } }))).toEqual({
    and: [{ rank: { gt: 1 } }, { rank: { lt: 5 } }],
  });
  expect(whereOf(read({ title: { eq: null } }))).toEqual({ title: { isNull: true } });
  expect(whereOf(read({ title: { ne: null } }))).toEqual({ title: { isNull: false } });
});

test("what the page has nothing for stays as JSON", () => {
  const where = { title: { soundsLike: "x" }, rank: { gt: 1 } };
  expect(read(where).items.map((item) => item.kind)).toEqual(["raw", "condition"]);
  expect(whereOf(read(where))).toEqual(where);
  expect(whereOf(read({ unknown: { eq: 1 } }))).toEqual({ unknown: { eq: 1 } });
});

test("what is not complete is not asked", () => {
  const group = read({ title: { eq: "a" }, rank: { gt: 1 } });
  const items = group.items.map((item) => (item.kind === "condition" ? { ...item, value: null } : item));
  expect(whereOf({ ...group, items })).toBeNull();
});
