import { expect, test } from "vitest";
import { fieldOf } from "../fields/field-of.ts";
import type { Collection, Model } from "../model/model.ts";
import type { Change } from "../parts/change-log.ts";
import { formValue } from "./logged-value.ts";
import { restoringInput, undone, withoutGone, writableOf } from "./restoration.ts";

const change = (...fields: [string, unknown, unknown][]) =>
  ({ fields: fields.map(([name, before, after]) => ({ name, before, after })) }) as Change;

const title = fieldOf("String", { name: "title" });
const tags = fieldOf("Tag", { name: "tags", kind: "RELATION", list: true });
const locked = fieldOf("String", { name: "locked", can: { read: "ALL", create: "ALL", update: "NONE" } });
const meta = fieldOf("Meta", { name: "meta", kind: "COMPONENT" });
const posts = { name: "Post", fields: [title, tags, locked, meta] } as Collection;
const model = {
  components: new Map([["Meta", { name: "Meta", fields: [title, tags] }]]),
  collections: new Map([["Post", posts]]),
} as unknown as Model;

test("what was changed and changed back is no difference", () => {
  const changes = [
    change(["title", "b", "c"], ["locked", "x", "y"]),
    change(["title", "a", "b"], ["tags", ["1"], []]),
    change(["locked", "y", "x"]),
  ];
  expect(undone(changes)).toEqual([
    { name: "title", current: "c", former: "a" },
    { name: "tags", current: [], former: ["1"] },
  ]);
});

test("only what may be written is restored", () => {
  const differences = undone([change(["locked", "a", "b"], ["title", "a", "b"], ["gone", 1, 2])]);
  const { fields, left } = writableOf(differences, posts, "update");
  expect(fields.map(({ field }) => field.name)).toEqual(["title"]);
  expect(left).toEqual(["locked", "gone"]);
});

test("a logged value becomes one that forms hold", () => {
  expect(formValue(["1", "2"], tags, model)).toEqual([{ id: "1" }, { id: "2" }]);
  expect(formValue({ title: "a" }, meta, model)).toEqual({ __typename: "Meta", title: "a", tags: [] });
  expect(formValue(null, title, model)).toBeNull();
});

test("records that are gone are left out", () => {
  const isGone = (id: string) => id === "2";
  expect(withoutGone(["1", "2"], tags, isGone)).toEqual(["1"]);
  expect(withoutGone("2", { ...tags, list: false }, isGone)).toBeNull();
  expect(withoutGone("2", title, isGone)).toBe("2");
});

test("a record is made again without what it did not have", () => {
  const { fields } = writableOf(undone([change(["title", "a", null], ["meta", null, 1])]), posts, "create");
  expect(restoringInput(fields, model, "create")).toEqual({ title: "a" });
});
