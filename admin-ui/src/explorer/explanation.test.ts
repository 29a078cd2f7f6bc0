import { expect, test } from "vitest";
import { takeExplanation } from "./explanation.ts";

const explain =
  '{"prepared":"NOW","milliseconds":{"database":0.2,"total":1.8},"statements":[{"sql":"SELECT \\",\\\\\\"extensions\\\\\\":\\"","parameters":[1],"plan":["SCAN t"],"fullScans":["t"],"advice":["add an index"]}]}';

test("an explanation is taken out of the answer, which keeps every digit", () => {
  const taken = takeExplanation(
    `{"data":{"n":12345678901234567890},"extensions":{"cost":5,"explain":${explain}}}`,
  );
  expect(taken.body).toBe('{"data":{"n":12345678901234567890}}');
  expect(taken.explanation).toMatchObject({ cost: 5, milliseconds: { database: 0.2, total: 1.8 } });
  expect(taken.explanation?.statements).toMatchObject([
    { parameters: [1], plan: ["SCAN t"], fullScans: ["t"] },
  ]);
});

test.each([
  '{"data":null}',
  '{"data":{"a":",\\"extensions\\":"}}',
  '{"data":{"extensions":{"a":1},"b":2}}',
  '{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}',
  "not JSON",
])("an answer without one stays as it is: %s", (body) => {
  expect(takeExplanation(body)).toEqual({ body, explanation: null });
});
