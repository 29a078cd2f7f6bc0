import { expect, test } from "vitest";
import { idOfPath, pathOfId } from "./path-id.ts";

test("every id comes back from the address, and none is a way through folders", () => {
  for (const id of [".", "..", "...", "~.", "~~..", "~", "a/b", "a.b", "~a", "ä %"]) {
    expect(idOfPath(pathOfId(id))).toBe(id);
    expect([".", ".."]).not.toContain(pathOfId(id));
  }
});

test("ordinary ids stand there as they are", () => {
  for (const id of ["a", "a.png", "~home", "01a2-..."]) expect(pathOfId(id)).toBe(id);
});
