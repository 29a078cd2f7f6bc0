import { expect, test } from "vitest";
import { type LiveRun, opened, received } from "./live-run.ts";

const receiveAll = (bodies: string[], run: LiveRun = opened(null, 0)) =>
  bodies.reduce((run, body, index) => received(run, body, index + 1), run);

test("the newest result is first, and every result is counted", () => {
  const run = receiveAll(["1", "2", "3"]);
  expect(run.count).toBe(3);
  expect(run.results.map(({ number, time, body }) => [number, time, body])).toEqual([
    [3, 3, "3"],
    [2, 2, "2"],
    [1, 1, "1"],
  ]);
});

test("the oldest results are dropped", () => {
  const run = receiveAll(Array.from({ length: 70 }, (_, index) => `${index}`));
  expect(run.count).toBe(70);
  expect(run.results).toHaveLength(50);
  expect(run.results.at(-1)?.number).toBe(21);
});

test("few large results are kept, and always the newest", () => {
  const large = JSON.stringify("x".repeat(8_000_000));
  expect(receiveAll([large, large, large]).results.map(({ number }) => number)).toEqual([3, 2]);
  const huge = JSON.stringify("x".repeat(21_000_000));
  expect(receiveAll([large, huge]).results.map(({ number }) => number)).toEqual([2]);
});

test("a connection that comes back goes on counting", () => {
  const run = opened({ ...receiveAll(["1"]), connection: "lost" }, 9);
  expect(run).toMatchObject({ connection: "open", count: 1, resumedAt: 9 });
  expect(received(run, "2", 10)).toMatchObject({ count: 2, startedAt: 0 });
});

test("a result is told from others by its first values", () => {
  const summaryOf = (body: string) => receiveAll([body]).results[0]?.summary;
  expect(summaryOf('{"data":{"postChanges":{"op":"LEFT","id":"7","node":null}}}')).toBe("LEFT, 7");
  expect(summaryOf('{"errors":[{"message":"not\\nallowed"}]}')).toBe("not allowed");
  expect(summaryOf(`{"data":{"a":"${"x".repeat(100)}"}}`)).toBe(`${"x".repeat(60)}…`);
  expect(summaryOf('{"data":{"posts":[]}}')).toBe("");
  expect(summaryOf("<html>")).toBe("");
});
