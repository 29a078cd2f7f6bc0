import { expect, test } from "vitest";
import { heldDrafts, holdDraft } from "./draft-holders.ts";

test("a draft is held as long as any form holds it", async () => {
  const [first, second] = [holdDraft("a/1"), holdDraft("a/1")];
  holdDraft("b/1");
  expect(await heldDrafts("a/")).toEqual(new Set(["a/1"]));
  first();
  expect(await heldDrafts("a/")).toEqual(new Set(["a/1"]));
  second();
  expect(await heldDrafts("a/")).toEqual(new Set());
});

test("other windows tell what they hold, and are told", async () => {
  const other = new BroadcastChannel("headwater.drafts");
  const heard: unknown[] = [];
  other.onmessage = ({ data }) => {
    if (data.kind === "ask") other.postMessage({ kind: "held", id: data.id, keys: [`${data.prefix}theirs`] });
    else heard.push(data.keys);
  };
  holdDraft("c/mine");
  expect(await heldDrafts("c/")).toEqual(new Set(["c/mine", "c/theirs"]));
  other.postMessage({ kind: "ask", id: "x", prefix: "c/" });
  await expect.poll(() => heard).toEqual([["c/mine"]]);
  other.close();
});
