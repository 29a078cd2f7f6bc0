import { expect, test } from "vitest";
import { interfacesOf, setInterfaces } from "./interfaces.ts";
import { removeTypeAndUses, usesOfType } from "./mentions.ts";
import { readSources } from "./sources.ts";

const edit = (text: string, wanted: string[]) => setInterfaces([{ path: "a", text }], "A", wanted)[0]?.text;

test("interfaces come and go", () => {
  expect(edit("type A @component { a: Int }", ["B"])).toBe("type A implements B @component { a: Int }");
  expect(edit("type A implements B { a: Int }", ["B", "C"])).toBe("type A implements B & C { a: Int }");
  expect(edit("type A implements & B & C & D { a: Int }", ["B", "D"])).toBe(
    "type A implements & B & D { a: Int }",
  );
  expect(edit("type A implements B & C { a: Int }", ["C"])).toBe("type A implements C { a: Int }");
  expect(edit("type A implements & B @c { a: Int }", [])).toBe("type A @c { a: Int }");
  expect(edit("type A\n  implements B # b\n  @c { a: Int }", [])).toBe("type A # b\n  @c { a: Int }");
  expect(interfacesOf([{ path: "a", text: "interface A implements B & C { a: Int }" }], "A")).toEqual([
    "B",
    "C",
  ]);
});

test("a type takes along what can't be without it", () => {
  const text = `interface T { a: Int }
type A implements T @collection @index(fields: ["b", "c"]) { a: Int b: B c: Int bs: [B!]! @inverse(of: "a") }
type B @collection { a: A x: Int }
union U = P | Q
type P @component { b: B n: Int }
type Q @component { n: Int }
`;
  const files = [{ path: "a", text }];
  const uses = (name: string) =>
    usesOfType(readSources(files), name).map((use) => `${use.kind} ${use.owner}`);
  expect(uses("B")).toEqual(["field A", "field A", "field P"]);
  expect(removeTypeAndUses(files, "B")[0]?.text).toBe(`interface T { a: Int }
type A implements T @collection { a: Int c: Int }
union U = P | Q
type P @component { n: Int }
type Q @component { n: Int }
`);
  expect(removeTypeAndUses(files, "P")[0]?.text).toContain("union U = Q\ntype Q");
  expect(removeTypeAndUses(files, "T")[0]?.text).toContain("type A @collection");
});
