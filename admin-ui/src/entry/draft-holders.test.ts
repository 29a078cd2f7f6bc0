import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { heldDrafts, holdDraft } from "./draft-holders.ts";

/** A window's end of the channel. It delivers at once, so that no test waits for it. */
class Channel {
  static ends = new Set<Channel>();
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor() {
    Channel.ends.add(this);
  }
  postMessage(data: unknown) {
    for (const end of Channel.ends) if (end !== this) end.onmessage?.({ data });
  }
}

beforeAll(() => {
  vi.useFakeTimers();
  vi.stubGlobal("BroadcastChannel", Channel);
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function found(prefix: string): Promise<Set<string>> {
  const held = heldDrafts(prefix);
  await vi.runAllTimersAsync();
  return held;
}

test("a draft is held as long as any form holds it", async () => {
  const [first, second] = [holdDraft("a/1"), holdDraft("a/1")];
  const releaseOther = holdDraft("b/1");
  expect(await found("a/")).toEqual(new Set(["a/1"]));
  first();
  expect(await found("a/")).toEqual(new Set(["a/1"]));
  second();
  expect(await found("a/")).toEqual(new Set());
  releaseOther();
});

test("other windows tell what they hold, and are told", async () => {
  const other = new Channel();
  const heard: unknown[] = [];
  other.onmessage = ({ data }) => {
    const { kind, id, prefix, keys } = data as { kind: string; id: string; prefix: string; keys: string[] };
    if (kind === "ask") other.postMessage({ kind: "held", id, keys: [`${prefix}theirs`] });
    else heard.push(keys);
  };
  const release = holdDraft("c/mine");
  expect(await found("c/")).toEqual(new Set(["c/mine", "c/theirs"]));
  other.postMessage({ kind: "ask", id: "x", prefix: "c/" });
  expect(heard).toEqual([["c/mine"]]);
  release();
});
