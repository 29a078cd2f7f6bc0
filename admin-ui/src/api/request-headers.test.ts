import { expect, test } from "vitest";
import { readHeaders } from "./request-headers.ts";

test("an object of texts becomes headers", () => {
  expect(readHeaders('{"authorization": "Bearer x", "x-count": 3}')).toEqual({
    kind: "headers",
    headers: { authorization: "Bearer x", "x-count": "3" },
  });
  expect(readHeaders(" ")).toEqual({ kind: "headers", headers: {} });
});

test("what can't be sent is refused with its name", () => {
  expect(readHeaders('{"a b": "x"}')).toEqual({ kind: "invalid", message: '"a b" is not a valid header' });
  expect(readHeaders('{"a": {}}')).toEqual({ kind: "invalid", message: 'the value of "a" must be text' });
  expect(readHeaders("[]").kind).toBe("invalid");
  expect(readHeaders("{").kind).toBe("invalid");
});
