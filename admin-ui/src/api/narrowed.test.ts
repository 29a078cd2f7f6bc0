import { afterEach, expect, test } from "vitest";
import { forgetNarrowed, narrow, narrowedText, withoutFields } from "./narrowed.ts";

const bare = (text: string | null) => text?.replace(/\s+/g, " ").trim();
const hidden = (...path: (string | number)[]) => ({ message: "", path, extensions: { code: "FORBIDDEN" } });
const text =
  "query Page($first: Int) { page: things(first: $first) { nodes { id shop { id } a__shop: a { shop { id } } } } }";

afterEach(forgetNarrowed);

test("a field is left out where it stands, and nowhere else", async () => {
  expect(bare(await withoutFields(text, [["page", "nodes", "shop"]]))).toBe(
    "query Page($first: Int) { page: things(first: $first) { nodes { id a__shop: a { shop { id } } } } }",
  );
  expect(await withoutFields(text, [["page", "nodes", "other"]])).toBeNull();
  expect(await withoutFields("{ a { b } }", [["a", "b"]])).toBeNull();
});

test("the same question is asked without it from then on, and followed without it", async () => {
  expect(await narrow(text, { first: 2 }, [hidden("page", "nodes", 0, "shop")])).toBe(true);
  expect(narrowedText(text, { first: 2 })).not.toContain("id shop");
  const live = text.replace("query", "subscription");
  expect(bare(narrowedText(live, { first: 2 }))).toMatch(
    /^subscription Page\(\$first: Int\) \{ page: things/,
  );
  expect(narrowedText(text, { first: 3 })).toBe(text);
  expect(await narrow(text, { first: 2 }, [hidden("page", "nodes", 0, "a__shop")])).toBe(true);
  expect(bare(narrowedText(text, { first: 2 }))).toContain("nodes { id }");
});

test("other errors and mutations are left as they are", async () => {
  expect(await narrow(text, {}, [{ message: "", path: ["page"], extensions: { code: "FORBIDDEN" } }])).toBe(
    false,
  );
  expect(await narrow("mutation { a { b c } }", {}, [hidden("a", "b")])).toBe(false);
});
