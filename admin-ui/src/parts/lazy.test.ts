import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { untilThere } from "./lazy.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", { onLine: true });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("code is asked for until it comes", async () => {
  const load = vi.fn<() => Promise<string>>();
  load.mockRejectedValueOnce(new TypeError("gone")).mockRejectedValueOnce(new TypeError("gone"));
  load.mockResolvedValue("here");
  const code = untilThere(load);
  await vi.advanceTimersByTimeAsync(400);
  expect(load).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await code).toBe("here");
  expect(load).toHaveBeenCalledTimes(3);
});

test("it is asked for at once when there is a network again", async () => {
  const load = vi.fn<() => Promise<string>>();
  load.mockRejectedValueOnce(new TypeError("gone")).mockResolvedValue("here");
  const code = untilThere(load);
  await vi.advanceTimersByTimeAsync(1);
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(1);
  expect(await code).toBe("here");
});

test("without a network nothing is asked for", async () => {
  const network = { onLine: false };
  vi.stubGlobal("navigator", network);
  const load = vi.fn<() => Promise<string>>().mockResolvedValue("here");
  const code = untilThere(load);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).not.toHaveBeenCalled();
  network.onLine = true;
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(1);
  expect(await code).toBe("here");
});
