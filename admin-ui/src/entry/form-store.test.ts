import { expect, test } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { relationOf } from "../fields/relation/relation-of.ts";
import type { Collection } from "../model/model.ts";
import { createFormStore } from "./form-store.ts";

const model = modelOf({
  collections: [
    collectionOf("Thing", [
      fieldOf("String", { name: "title" }),
      fieldOf("Int", { name: "number" }),
      relationOf("Thing", "INVERSE", { name: "children", list: true }),
    ]),
  ],
});
const collection = model.collections.get("Thing") as Collection;

const read = (title: string, number: number, version: number, children: string[] = []) => ({
  values: { title, number, children: children.map((id) => ({ id })) },
  version,
  updatedBy: "Ada",
});
const begin = () => createFormStore(collection, model, read("a", 1, 1));

test("a field is changed until it is as it was", () => {
  const store = begin();
  store.set("title", "b");
  expect([...store.read().changed]).toEqual(["title"]);
  store.set("title", "a");
  expect(store.read().changed.size).toBe(0);
});

test("typing takes away what was wrong with the field, and nothing else", () => {
  const store = begin();
  store.setProblems([
    { path: "title", code: "REQUIRED", message: "" },
    { path: "number", code: "TOO_BIG", message: "" },
  ]);
  store.set("title", "b");
  expect(store.read().problems.map((problem) => problem.path)).toEqual(["number"]);
});

test("what somebody else saved is taken over where nothing was typed", () => {
  const store = begin();
  store.set("title", "mine");
  expect(store.receive(read("a", 2, 2))).toEqual({ isNewer: true, taken: ["number"], disputed: [] });
  expect(store.read()).toMatchObject({ values: { title: "mine", number: 2 }, version: 2, dispute: null });
});

test("what both changed is disputed until somebody chooses", () => {
  const store = begin();
  store.set("title", "mine");
  store.receive(read("theirs", 2, 2));
  expect(store.read()).toMatchObject({
    version: 1,
    values: { title: "mine", number: 2 },
    base: { title: "a" },
  });
  expect(store.read().dispute?.fields).toEqual(["title"]);
  store.settle(new Set(["title"]));
  expect(store.read()).toMatchObject({ version: 2, values: { title: "mine" }, base: { title: "theirs" } });
  expect([...store.read().changed]).toEqual(["title"]);
});

test("theirs can be chosen, and a dispute that is seen again is no news", () => {
  const store = begin();
  store.set("title", "mine");
  expect(store.receive(read("theirs", 1, 2)).isNewer).toBe(true);
  expect(store.receive(read("theirs", 1, 2)).isNewer).toBe(false);
  store.settle(new Set());
  expect(store.read()).toMatchObject({ version: 2, values: { title: "theirs" } });
  expect(store.read().changed.size).toBe(0);
});

test("the same change by both is no dispute", () => {
  const store = begin();
  store.set("title", "b");
  store.receive(read("b", 1, 2));
  expect(store.read()).toMatchObject({ version: 2, dispute: null });
  expect(store.read().changed.size).toBe(0);
});

test("links at the far end are merged by adding and removing", () => {
  const store = createFormStore(collection, model, read("a", 1, 1, ["x", "y"]));
  store.set("children", [{ id: "y" }, { id: "mine" }]);
  store.receive(read("a", 1, 2, ["x", "y", "theirs"]));
  expect(store.read().values.children).toEqual([{ id: "y" }, { id: "theirs" }, { id: "mine" }]);
  expect(store.read().dispute).toBeNull();
});

test("an answer that comes late does not bring back what was", () => {
  const store = begin();
  store.receive(read("b", 1, 3));
  store.receive(read("a", 1, 2));
  expect(store.read().values.title).toBe("b");
});

test("what is typed while it is being saved stays", () => {
  const store = begin();
  store.set("title", "sent");
  const sent = store.read().values;
  store.set("title", "later");
  store.saved(read("sent", 1, 2), sent);
  expect(store.read()).toMatchObject({ values: { title: "later" }, base: { title: "sent" }, version: 2 });
  expect([...store.read().changed]).toEqual(["title"]);
});

test("what the server made of a value that was sent is shown", () => {
  const store = begin();
  store.set("title", " sent ");
  store.saved(read("sent", 1, 2), store.read().values);
  expect(store.read().values.title).toBe("sent");
});

test("an answer that was overtaken does not take anything back", () => {
  const store = begin();
  store.set("title", "sent");
  const sent = store.read().values;
  store.receive(read("sent", 9, 3));
  store.saved(read("sent", 1, 2), sent);
  expect(store.read()).toMatchObject({ values: { title: "sent", number: 9 }, version: 3 });
  expect(store.read().changed.size).toBe(0);
});

test("what contradicts a value that was just saved is still disputed once that is changed again", () => {
  const store = begin();
  store.set("title", "sent");
  const sent = store.read().values;
  store.receive(read("theirs", 1, 3));
  store.saved(read("sent", 1, 2), sent);
  expect(store.read()).toMatchObject({ values: { title: "theirs" }, version: 3, dispute: null });
});

test("what is taken back while it is being saved stays taken back", () => {
  const store = begin();
  store.set("title", "sent");
  const sent = store.read().values;
  store.set("title", "a");
  store.saved(read("sent", 1, 2), sent);
  expect(store.read()).toMatchObject({ values: { title: "a" }, base: { title: "sent" } });
  expect([...store.read().changed]).toEqual(["title"]);
});

test("a draft is brought together with what somebody saved since it was typed", () => {
  const store = createFormStore(collection, model, read("theirs", 2, 7));
  store.restore({ title: "mine", number: 5 }, { title: "a", number: 2 });
  expect(store.read()).toMatchObject({
    values: { title: "mine", number: 5 },
    dispute: { fields: ["title"], theirs: { values: { title: "theirs" }, updatedBy: "Ada" } },
  });
  store.settle(new Set(["title"]));
  expect(store.read()).toMatchObject({ version: 7, dispute: null, base: { title: "theirs", number: 2 } });
  expect([...store.read().changed]).toEqual(["title", "number"]);
});

test("a draft of a new record is taken as it is", () => {
  const store = createFormStore(collection, model, { ...read("", 1, 1), version: null });
  store.restore({ title: "mine" }, { title: "other" });
  expect(store.read()).toMatchObject({ values: { title: "mine" }, dispute: null, version: null });
});

test("a value that is never read can be taken away", () => {
  const key = fieldOf("String", {
    name: "key",
    secret: true,
    can: { read: "NONE", create: "ALL", update: "ALL" },
  });
  const vault = collectionOf("Vault", [fieldOf("String", { name: "title" }), key]);
  const store = createFormStore(vault, modelOf({ collections: [vault] }), {
    values: { title: "a" },
    version: 1,
    updatedBy: null,
  });
  expect(store.read().changed.size).toBe(0);
  store.set("key", null);
  expect([...store.read().changed]).toEqual(["key"]);
  store.set("key", undefined);
  expect(store.read().changed.size).toBe(0);
});
