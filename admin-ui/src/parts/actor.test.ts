import { expect, test } from "vitest";
import { readActor, usersOf } from "./actor.ts";

test("the log's names for those who change something are told apart", () => {
  expect(readActor(null)).toEqual({ kind: "nobody" });
  expect(readActor("admin")).toEqual({ kind: "commandLine" });
  expect(readActor("import")).toEqual({ kind: "import" });
  expect(readActor("01a2")).toEqual({ kind: "user", id: "01a2" });
  expect(readActor("01a2 as 01b3")).toEqual({ kind: "asUser", admin: "01a2", user: "01b3" });
});

test("both people of an impersonation are looked up", () => {
  expect(usersOf(readActor("01a2 as 01b3"))).toEqual(["01a2", "01b3"]);
  expect(usersOf(readActor("import"))).toEqual([]);
});
