import { expect, test, vi } from "vitest";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { versionWith } from "./version-with.ts";

const stored = vi.hoisted(() => ({ record: null as unknown }));
vi.mock("../api/operation.ts", async (original) => ({
  ...(await original<object>()),
  send: async () => stored,
}));

const title = fieldOf("String", { name: "title" });
const thing = collectionOf("Thing", [title]);
const versionOf = () => versionWith(thing, "1", title, "mine", modelOf({}));

test("a value is undone on the version that has it, whatever else changed", async () => {
  stored.record = { version: 9, now: "mine" };
  expect(await versionOf()).toBe(9);
});

test("what somebody changed again is not undone", async () => {
  stored.record = { version: 9, now: "theirs" };
  expect(await versionOf()).toBeNull();
  stored.record = null;
  expect(await versionOf()).toBeNull();
});
