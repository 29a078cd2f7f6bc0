import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { toMarker } from "./markers.ts";

const problem = { severity: "ERROR" as const, message: "m", hint: null, endLine: null, endColumn: null };

test("problems are marked where they stand", () => {
  const doc = Text.of(["type A {", '  "🎉" b: C', "}"]);
  const marker = toMarker(doc, { ...problem, line: 2, column: 7, endLine: 2, endColumn: 8, hint: "h" });
  expect(doc.sliceString(marker.from, marker.to)).toBe("b");
  expect(marker.message).toBe("m\nh");
  expect(toMarker(doc, { ...problem, line: 99, column: 99 })).toMatchObject({
    from: doc.length,
    to: doc.length,
  });
  expect(toMarker(doc, { ...problem, line: null, column: null }).from).toBe(0);
});
