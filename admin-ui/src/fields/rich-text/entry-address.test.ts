import { expect, test } from "vitest";
import { entryAddress, readEntryAddress, typedAddress } from "./entry-address.ts";

test("an entry's address says which entry it is, whatever its id", () => {
  for (const id of ["1", "0193-ab", "a/b c%"]) {
    const address = entryAddress({ collection: "Post", id });
    expect(readEntryAddress(address)).toEqual({ collection: "Post", id });
    expect(address).not.toMatch(/\s/);
  }
  for (const address of ["entry:", "entry:Post", "https://a.b/Post/1", "entry:Post/%"])
    expect(readEntryAddress(address), address).toBeNull();
});

test.each([
  ["https://example.org/a", "https://example.org/a"],
  ["example.org/a?b", "https://example.org/a?b"],
  ["ada@example.org", "mailto:ada@example.org"],
  ["/about", "/about"],
  ["#notes", "#notes"],
  ["entry:Post/1", "entry:Post/1"],
])("%s leads to %s", (text, address) => {
  expect(typedAddress(text)).toBe(address);
});

test.each(["", "two words", "javascript:alert(1)", "data:text/html,x", "word"])(
  "%s leads nowhere",
  (text) => {
    expect(typedAddress(text)).toBeNull();
  },
);
