import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { fieldOf } from "../../fields/field-of.ts";
import { modelOf } from "../../fields/model-of.ts";
import { readWhere } from "./filter-json.ts";
import { filterWords, recordsIn } from "./filter-words.ts";

const model = modelOf({
  collections: [
    {
      name: "Article",
      fields: [
        fieldOf("Date", { name: "day", label: "Day", operators: ["gt", "isNull"] }),
        fieldOf("Author", { name: "author", label: "Author", kind: "RELATION", operators: ["and"] }),
      ],
    },
    { name: "Author", fields: [fieldOf("ID", { name: "id", label: "Id", operators: ["eq", "in"] })] },
  ],
});
const t = ((key: string) => key.replace("list.filter.ops.", "")) as unknown as TFunction;

test("records in a filter are called by their titles, and by their ids until those are known", () => {
  const filter = readWhere(model, "Article", { author: { id: { in: ["a1", "a2"] } } });
  expect(recordsIn(filter, model, "Article")).toEqual([
    { collection: "Author", id: "a1" },
    { collection: "Author", id: "a2" },
  ]);
  const titleOf = (_: string, id: string) => (id === "a1" ? "Ada" : undefined);
  expect(filterWords(filter, "Article", { model, t, locale: "en", titleOf })).toBe(
    "Author isAnyOf “Ada”, “a2”",
  );
});

test("days are later and not greater", () => {
  const filter = readWhere(model, "Article", { day: { gt: "2026-01-01" } });
  const teller = { model, t, titleOf: () => undefined };
  expect(filterWords(filter, "Article", { ...teller, locale: "en-US" })).toBe("Day gtDate Jan 1, 2026");
  expect(filterWords(filter, "Article", { ...teller, locale: "de-DE" })).toBe("Day gtDate 01.01.2026");
});
