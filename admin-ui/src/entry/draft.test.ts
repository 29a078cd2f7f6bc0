import { afterEach, expect, test, vi } from "vitest";
import { ExactNumber } from "../api/exact-json.ts";
import { collectionOf } from "../fields/collection-of.ts";
import { fieldOf } from "../fields/field-of.ts";
import { InvalidValue } from "../fields/invalid-value.ts";
import { draftOf, draftPrefix, keepDraft, leftDraft, readDraft } from "./draft.ts";
import { createAttempt } from "./save.ts";

const collection = collectionOf("Thing", [
  fieldOf("String", { name: "title" }),
  fieldOf("JSON", { name: "facts" }),
  fieldOf("String", { name: "key", secret: true }),
]);
const changed = (...names: string[]) => new Set(names);

function withStorage(): Map<string, string> {
  const kept = new Map<string, string>();
  // The keys of a storage are its own properties, as the keys of this object are.
  const storage: Record<string, unknown> = Object.create({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => {
      kept.set(key, text);
      storage[key] = text;
    },
  });
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("sessionStorage", { setItem: () => undefined });
  return kept;
}

afterEach(() => vi.unstubAllGlobals());

test("a record that is called new is not the one that is being made", () => {
  expect(draftPrefix("u", "Thing", "new")).not.toBe(draftPrefix("u", "Thing", null));
});

test("the drafts of records that are made in drawers are told apart from those made on pages", () => {
  const prefixes = [null, 0, 1].map((drawer) => draftPrefix("u", "Thing", null, drawer));
  expect(new Set([...prefixes, draftPrefix("u", "Thing", "@0")]).size).toBe(4);
  expect(prefixes.filter((prefix) => prefix.startsWith(prefixes[0] ?? ""))).toEqual([prefixes[0]]);
});

test("the drafts of one record are no other record's, whatever its id", () => {
  const prefix = draftPrefix("u", "Thing", "a");
  for (const id of ["a/b", "a.b", "ab", ""])
    expect(draftPrefix("u", "Thing", id).startsWith(prefix)).toBe(false);
});

test("of what was left behind the window's own is offered, or else the newest that nobody holds", () => {
  withStorage();
  const prefix = draftPrefix("u", "Thing", null);
  const draftAt = (at: string) => ({ at, values: { title: at }, base: {}, attempt: null });
  for (const at of ["1", "3", "2"]) keepDraft(prefix + at, draftAt(at));
  keepDraft(`${draftPrefix("u", "Thing", "x")}4`, draftAt("4"));
  const offered = (held: string[], own: string | null) =>
    leftDraft(prefix, new Set(held.map((one) => prefix + one)), own && prefix + own)?.draft.at;
  expect(offered([], null)).toBe("3");
  expect(offered(["3"], null)).toBe("2");
  expect(offered(["3"], "1")).toBe("1");
  expect(offered(["1", "2", "3"], "1")).toBeUndefined();
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
