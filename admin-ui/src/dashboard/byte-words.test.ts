import { expect, test } from "vitest";
import { byteWords } from "./byte-words.ts";

test("sizes are said in the unit that fits, in the reader's language", () => {
  expect(byteWords(51_740_672, "en")).toBe("51.7 MB");
  expect(byteWords(51_740_672, "de")).toBe("51,7 MB");
  expect(byteWords(0, "en")).toBe("0 byte");
  expect(byteWords(999, "en")).toBe("999 byte");
  expect(byteWords(1_000, "en")).toBe("1 kB");
});
