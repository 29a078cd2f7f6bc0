import { expect, test } from "vitest";
import type { Model } from "../../model/model.ts";
import { lostEmbedded } from "./lost-embedded.ts";

test("what of components goes is told", () => {
  const model = {
    components: new Map([
      ["Quote", {}],
      ["Video", {}],
    ]),
  } as unknown as Model;
  const changes = new Map([
    ["Quote", "changed"],
    ["Quote.source", "removed"],
    ["Quote.origin", "added"],
    ["Video", "removed"],
    ["Video.url", "removed"],
    ["Post.title", "removed"],
  ] as const);
  expect(lostEmbedded(model, changes)).toEqual(["Quote.source", "Video"]);
});
