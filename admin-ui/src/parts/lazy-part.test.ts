import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loaded, untilLoaded } from "./lazy-part.ts";
import { showDone } from "./toast.tsx";

vi.mock("./toast.tsx", () => ({ showDone: vi.fn() }));

beforeEach(() => vi.stubGlobal("navigator", { onLine: true }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a part that can't be fetched is asked for until it comes, and whoever waits is told once", async () => {
  vi.useFakeTimers();
  const tell = vi.fn();
  const load = vi.fn(() => Promise.resolve("there"));
  for (let times = 0; times < 5; times += 1)
    load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module: http://x/y.js"));
  const loaded = untilLoaded(load, tell);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await loaded).toBe("there");
  expect(load).toHaveBeenCalledTimes(6);
  expect(tell).toHaveBeenCalledTimes(1);
});

test("one failure is told once for all parts, and a later one again", async () => {
  vi.useFakeTimers();
  const failing = () => {
    const load = vi.fn(() => Promise.resolve("there"));
    for (let times = 0; times < 5; times += 1)
      load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module: http://x/y.js"));
    return loaded(load);
  };
  const both = Promise.all([failing(), failing()]);
  await vi.advanceTimersByTimeAsync(60_000);
  await both;
  expect(showDone).toHaveBeenCalledTimes(1);
  const later = failing();
  await vi.advanceTimersByTimeAsync(60_000);
  await later;
  expect(showDone).toHaveBeenCalledTimes(2);
});

test("a part that is broken fails", async () => {
  const load = () => Promise.reject(new Error("x is not a function"));
  await expect(untilLoaded(load, () => undefined)).rejects.toThrow("x is not a function");
});

test("without a network nothing is asked for", async () => {
  vi.useFakeTimers();
  const network = { onLine: false };
  vi.stubGlobal("navigator", network);
  const load = vi.fn(() => Promise.resolve("there"));
  const loaded = untilLoaded(load, () => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).not.toHaveBeenCalled();
  network.onLine = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await loaded).toBe("there");
});
