import { expect, test } from "vitest";
import { fileDiffs } from "./file-diff.ts";

test("each file tells its lines with their numbers", () => {
  const base = [
    { path: "b", text: "1\n2\n3\n4\n5\n6\n" },
    { path: "same", text: "x" },
    { path: "gone", text: "a\n" },
  ];
  const files = [
    { path: "b", text: "1\n2\n3\n4\nfive\n6\n" },
    { path: "same", text: "x" },
    { path: "a", text: "new" },
  ];
  expect(fileDiffs(base, files)).toEqual([
    { path: "a", change: "added", hunks: [[{ sign: "+", text: "new", before: null, after: 1 }]] },
    {
      path: "b",
      change: "changed",
      hunks: [
        [
          { sign: " ", text: "2", before: 2, after: 2 },
          { sign: " ", text: "3", before: 3, after: 3 },
          { sign: " ", text: "4", before: 4, after: 4 },
          { sign: "-", text: "5", before: 5, after: null },
          { sign: "+", text: "five", before: null, after: 5 },
          { sign: " ", text: "6", before: 6, after: 6 },
        ],
      ],
    },
    { path: "gone", change: "removed", hunks: [[{ sign: "-", text: "a", before: 1, after: null }]] },
  ]);
});
