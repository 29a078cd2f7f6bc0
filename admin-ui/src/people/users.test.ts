import { expect, test } from "vitest";
import type { Collection } from "../model/model.ts";
import { readUser, userFilter, userName, userSelection } from "./users.ts";

function users(fields: Record<string, string[]>, read = "ALL"): Collection {
  const made = Object.entries(fields).map(([name, operators]) => ({ name, operators, can: { read } }));
  return { name: "User", fields: made } as unknown as Collection;
}

const all = users({ name: ["contains"], email: ["contains"], roles: ["has"], createdAt: [] });

test("only what may be read is asked", () => {
  expect(userSelection(all)).toBe("id name email roles createdAt");
  expect(userSelection(users({ name: [] }, "NONE"))).toBe("id");
});

test("the filter looks at what may be filtered by", () => {
  expect(userFilter(all, " ", null)).toBeNull();
  expect(userFilter(all, "ann", "editor")).toEqual({
    and: [
      {
        or: [
          { name: { contains: "ann", mode: "INSENSITIVE" } },
          { email: { contains: "ann", mode: "INSENSITIVE" } },
          { id: { eq: "ann" } },
        ],
      },
      { roles: { has: "editor" } },
    ],
  });
  expect(userFilter(users({ name: ["eq"] }), "x", "editor")).toEqual({ or: [{ id: { eq: "x" } }] });
});

test("a user has a name whatever is missing", () => {
  const read = (record: unknown) => {
    const user = readUser(record);
    return user && userName(user);
  };
  expect(read({ id: "1", name: " ", email: "a@b.org" })).toBe("a@b.org");
  expect(read({ id: "1" })).toBe("1");
  expect(read(null)).toBeNull();
});
