import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Opened } from "../api/event-stream.ts";
import type { Outcome } from "../api/graphql-request.ts";
import { follow } from "./follow.ts";
import type { LiveRun } from "./live-run.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream of these results that ends as it says; `never` waits until it is aborted. */
function stream(results: string[], end: "complete" | "lost" | "never", signal?: AbortSignal): Opened {
  async function* pieces() {
    yield* results;
    if (end === "never") await new Promise((_, reject) => signal?.addEventListener("abort", reject));
    if (end === "lost") throw new Error("lost");
  }
  return { kind: "open", results: pieces() };
}

const answer = (status: number): Outcome => ({
  kind: "answered",
  status,
  statusText: "",
  contentType: "application/json",
  body: "{}",
  bytes: 2,
  milliseconds: 1,
});

/** Follows what is opened one after the other; `seen` are the reports as short words. */
function followAll(...openings: ((signal: AbortSignal) => Opened)[]) {
  const abort = new AbortController();
  const seen: string[] = [];
  let opened = 0;
  const open = async () => openings[opened++]?.(abort.signal) ?? stream([], "never", abort.signal);
  const done = follow(open, abort.signal, (run) => seen.push(inWords(run)));
  return { abort, seen, done, timesOpened: () => opened };
}

function inWords(run: LiveRun | Outcome): string {
  if (run.kind === "live") return `${run.connection} ${run.count}`;
  return run.kind === "answered" ? `${run.kind} ${run.status}` : run.kind;
}

test("results are shown until the server completes the stream", async () => {
  const { seen, done } = followAll(() => stream(["1", "2"], "complete"));
  await done;
  expect(seen).toEqual(["open 0", "open 1", "open 2", "completed 2"]);
});

test("what is no stream is shown as it is", async () => {
  for (const outcome of [answer(400), answer(503), { kind: "unreachable", message: "" } as const]) {
    const { seen, done } = followAll(() => outcome);
    await done;
    expect(seen).toEqual([inWords(outcome)]);
  }
});

test("a lost connection is opened again and goes on counting", async () => {
  const { seen, done } = followAll(
    () => stream(["1"], "lost"),
    () => ({ kind: "unreachable", message: "refused" }),
    () => answer(503),
    () => stream(["2"], "complete"),
  );
  await vi.runAllTimersAsync();
  await done;
  expect(seen).toEqual(["open 0", "open 1", "lost 1", "lost 1", "lost 1", "open 1", "open 2", "completed 2"]);
});

test("waits grow while nothing comes, and begin anew after a result", async () => {
  const refuse = (): Opened => ({ kind: "unreachable", message: "refused" });
  const { timesOpened } = followAll(
    () => stream(["1"], "lost"),
    refuse,
    refuse,
    () => stream(["2"], "lost"),
  );
  const openedAfter = async (milliseconds: number) => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    return timesOpened();
  };
  expect(await openedAfter(999)).toBe(1);
  expect(await openedAfter(1)).toBe(2);
  expect(await openedAfter(1999)).toBe(2);
  expect(await openedAfter(1)).toBe(3);
  expect(await openedAfter(4000)).toBe(4);
  expect(await openedAfter(1000)).toBe(5);
});

test("an answer that will stay the same ends the attempts", async () => {
  const { seen, done } = followAll(
    () => stream(["1"], "lost"),
    () => answer(401),
  );
  await vi.runAllTimersAsync();
  await done;
  expect(seen.at(-1)).toBe("answered 401");
});

test("a stream is stopped while it is open, and while it is waited for", async () => {
  const open = followAll((signal) => stream(["1"], "never", signal));
  await vi.advanceTimersByTimeAsync(0);
  open.abort.abort();
  await open.done;
  expect(open.seen).toEqual(["open 0", "open 1", "stopped 1"]);

  const lost = followAll(() => stream(["1"], "lost"));
  await vi.advanceTimersByTimeAsync(500);
  lost.abort.abort();
  await lost.done;
  expect(lost.seen).toEqual(["open 0", "open 1", "lost 1", "stopped 1"]);
});
