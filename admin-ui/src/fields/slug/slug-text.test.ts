import { expect, test } from "vitest";
import { isSlug, slugOf, tidySlug } from "./slug-text.ts";

test.each([
  ["A Title", "a-title"],
  ["  Don’t  stop – now! ", "don-t-stop-now"],
  ["Über Größe & Maß", "uber-grosse-mass"],
  ["Łódź, Þór, Æsop", "lodz-thor-aesop"],
  ["São Tomé", "sao-tome"],
  ["100 % right", "100-right"],
])("%s becomes %s", (text, slug) => {
  expect(slugOf(text, null)).toBe(slug);
});

test("what only the server can spell out is left to it", () => {
  expect(slugOf("Привет", null)).toBeNull();
  expect(slugOf("東京", null)).toBeNull();
  expect(slugOf("5 €", null)).toBeNull();
  expect(slugOf("!!!", null)).toBeNull();
});

test("long ones are cut between words", () => {
  expect(slugOf("one two three four", 10)).toBe("one-two");
  expect(slugOf("extraordinarily long", 10)).toBe("extraordin");
  expect(slugOf(`${"word ".repeat(40)}`, null)?.length).toBeLessThanOrEqual(100);
});

test("slugs are known by the server's rules", () => {
  for (const text of ["my-first-post", "v1.2", "a_b~c", "привет", "हिन्दी", "東京"])
    expect(isSlug(text), text).toBe(true);
  for (const text of ["", "My-Post", "-a", "a b", "a/b", "ÄPFEL"]) expect(isSlug(text), text).toBe(false);
});

test("what was typed is tidied into a slug", () => {
  expect(tidySlug("My First Post", null)).toBe("my-first-post");
  expect(tidySlug("Привет Мир", null)).toBe("привет-мир");
  expect(tidySlug("v1.2_b", null)).toBe("v1.2_b");
  expect(tidySlug("--a--", null)).toBe("a");
  for (const text of ["हिन्दी में", "/a/b", "東京 Tower"]) expect(isSlug(tidySlug(text, null)), text).toBe(true);
});
