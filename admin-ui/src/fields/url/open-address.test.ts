import { expect, test } from "vitest";
import { openAddress } from "./open-address.ts";

test("web addresses open", () => {
  expect(openAddress("https://example.org/a?b#c")).toBe("https://example.org/a?b#c");
  expect(openAddress("mailto:ada@example.org")).toBe("mailto:ada@example.org");
});

test("scripts, half addresses and other values do not", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "example.org", "", null, 7])
    expect(openAddress(text), String(text)).toBeNull();
});
