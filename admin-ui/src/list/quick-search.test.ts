import { expect, test } from "vitest";
import { fieldOf } from "../fields/field-of.ts";
import { modelOf } from "../fields/model-of.ts";
import { searchFilter } from "./quick-search.ts";

const model = modelOf({
  collections: [
    {
      name: "Bill",
      title: "subject",
      fields: [
        fieldOf("String", { name: "subject", operators: ["contains"] }),
        fieldOf("BigInt", { name: "number", operators: ["eq"] }),
        fieldOf("Int", { name: "year", operators: ["eq"] }),
      ],
    },
  ],
});

function searched(text: string) {
  const bills = model.collections.get("Bill");
  return bills ? searchFilter(bills, text) : null;
}

test("what is typed is looked for in texts and as an id", () => {
  expect(searched(" rent ")).toEqual({
    or: [{ subject: { contains: "rent", mode: "INSENSITIVE" } }, { id: { eq: "rent" } }],
  });
  expect(searched("  ")).toBeNull();
});

test("a number is looked for in fields that can hold it as well", () => {
  expect(searched("1999")?.or).toContainEqual({ year: { eq: 1999 } });
  expect(searched("1999")?.or).toContainEqual({ number: { eq: "1999" } });
  expect(searched("99999999999")?.or).not.toContainEqual({ year: { eq: 99999999999 } });
  expect(searched("99999999999")?.or).toContainEqual({ number: { eq: "99999999999" } });
});
