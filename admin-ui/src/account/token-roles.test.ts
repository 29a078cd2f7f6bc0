import { expect, test } from "vitest";
import { tokenRoles } from "./token-roles.ts";

test("a token without a role may do what every signed-in user may", () => {
  expect(tokenRoles([])).toEqual(["user"]);
  expect(tokenRoles(["editor"])).toEqual(["editor"]);
});
