import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import type { Collection } from "../model/model.ts";
import { createFormStore } from "./form-store.ts";
import { linkIn } from "./late-link.ts";

const model = modelOf({
  collections: [
    collectionOf("Post", [
      relationOf("Author", "KEY", { name: "author" }),
      relationOf("Tag", "JOIN", { name: "tags", list: true }),
      fieldOf("Part", { name: "parts", kind: "BLOCKS", list: true }),
    ]),
  ],
  components: { Pic: [relationOf("Author", "EMBEDDED", { name: "by" })] },
  blocks: { Part: ["Pic"] },
});
const pic = (by: unknown) => ({ __typename: "Pic", by });
const values = { author: null, tags: [{ id: "1", title: "old" }], parts: [pic(null), pic(null)] };

function linked(path: string, id: string, isList = false) {
  const collection = model.collections.get("Post") as Collection;
  const store = createFormStore(collection, model, { values, version: 1, updatedBy: null });
  linkIn(store, { path, isList }, { id, title: "new" });
  return store.read().values;
}

test("a record that was saved after the form was drawn anew is linked all the same", () => {
  const ref = (id: string) => ({ id, title: "new" });
  expect(linked("author", "7").author).toEqual(ref("7"));
  expect(linked("tags", "7", true).tags).toEqual([...values.tags, ref("7")]);
  expect(linked("tags", "1", true).tags).toEqual([ref("1")]);
  expect(linked("parts[1].by", "7").parts).toEqual([pic(null), pic(ref("7"))]);
});

test("a place that is gone is left alone", () => {
  expect(linked("parts[2].by", "7")).toEqual(values);
});
