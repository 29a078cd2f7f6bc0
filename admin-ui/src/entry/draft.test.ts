import { afterEach, expect, test, vi } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { InvalidValue } from "../fields/invalid-value.ts";
import { draftKey, draftOf, draftWith, keepDraft, readDraft } from "./draft.ts";
import { createAttempt } from "./save.ts";

const collection = collectionOf("Thing", [
  fieldOf("String", { name: "title" }),
  fieldOf("JSON", { name: "facts" }),
  fieldOf("String", { name: "key", secret: true }),
]);
const changed = (...names: string[]) => new Set(names);

function withStorage(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  });
  return kept;
}

afterEach(() => vi.unstubAllGlobals());

test("a record that is called new is not the one that is being made", () => {
  expect(draftKey("u", "Thing", "new")).not.toBe(draftKey("u", "Thing", null));
});

test("what was typed wrongly comes back as such, and never as a value", () => {
  withStorage();
  const values = { facts: new InvalidValue('{"a":', "no JSON"), title: "a" };
  const draft = draftOf({ values, base: {}, changed: changed("facts") }, collection, null);
  if (draft) keepDraft("key", draft);
  const { facts } = readDraft("key")?.values ?? {};
  expect(facts).toBeInstanceOf(InvalidValue);
  expect(facts).toMatchObject({ text: '{"a":', message: "no JSON" });
});

test("numbers that JavaScript can't hold come back with all of their digits", () => {
  withStorage();
  const facts = { id: new ExactNumber("9007199254740993") };
  const draft = draftOf({ values: { facts }, base: {}, changed: changed("facts") }, collection, null);
  if (draft) keepDraft("key", draft);
  expect(readDraft("key")?.values).toEqual({ facts });
});

test("JSON that looks like a wrong value stays JSON", () => {
  withStorage();
  const facts = { text: "a", message: "b" };
  const draft = draftOf({ values: { facts }, base: {}, changed: changed("facts") }, collection, null);
  if (draft) keepDraft("key", draft);
  expect(readDraft("key")?.values).toEqual({ facts });
});

test("secrets are kept nowhere, not even in what was sent", () => {
  const kept = withStorage();
  const values = { title: "a", key: "hush" };
  const attempt = createAttempt({ title: "a", key: "hush" }, values);
  const draft = draftOf({ values, base: {}, changed: changed("title", "key") }, collection, attempt);
  if (draft) keepDraft("key", draft);
  expect(draft?.values).toEqual({ title: "a" });
  expect(kept.get("key")).not.toContain("hush");
});

test("what was never read has no value before", () => {
  const draft = draftOf({ values: { title: null }, base: {}, changed: changed("title") }, collection, null);
  expect(draft).toMatchObject({ values: { title: null }, base: {} });
});

test("what was left from before stays when somebody types before they decide about it", () => {
  const left = { at: "", values: { title: "left", facts: 1 }, base: { title: "a" }, attempt: null };
  const draft = { at: "now", values: { title: "typed" }, base: { title: "b" }, attempt: null };
  expect(draftWith(left, draft)).toMatchObject({
    at: "now",
    values: { title: "typed", facts: 1 },
    base: { title: "b" },
  });
  expect(draftWith(left, null)).toBe(left);
  expect(draftWith(null, null)).toBeNull();
});
