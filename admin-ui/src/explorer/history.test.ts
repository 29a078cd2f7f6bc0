import { expect, test } from "vitest";
import { forget, type HistoryEntry, parseHistory, remember } from "./history.ts";

const entry = (operation: string, time: number): HistoryEntry => ({
  operation,
  variables: "",
  operationName: null,
  time,
});

test("a request that is sent again moves to the top", () => {
  const history = remember(remember(remember([], entry("{a}", 1)), entry("{b}", 2)), entry("{a}", 3));
  expect(history).toEqual([entry("{a}", 3), entry("{b}", 2)]);
});

test("the oldest requests are dropped", () => {
  const history = Array.from({ length: 150 }, (_, n) => entry(`{f${n}}`, n)).reduce<HistoryEntry[]>(
    remember,
    [],
  );
  expect(history).toHaveLength(100);
  expect(history[0]?.operation).toBe("{f149}");
});

test("one entry can be forgotten", () => {
  expect(forget([entry("{a}", 1), entry("{b}", 2)], entry("{a}", 9))).toEqual([entry("{b}", 2)]);
});

test("a damaged store is an empty history", () => {
  expect(parseHistory("[{")).toEqual([]);
  expect(parseHistory('{"x":1}')).toEqual([]);
  expect(parseHistory(JSON.stringify([{ operation: 1 }, entry("{a}", 1)]))).toEqual([entry("{a}", 1)]);
  expect(parseHistory(undefined)).toEqual([]);
});
