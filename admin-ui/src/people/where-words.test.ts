import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { indexModel, type ModelAnswer } from "../model/model.ts";
import { en } from "../texts/en.ts";
import { whereWords } from "./where-words.ts";

const field = (name: string, label: string, kind: string, type: string, target?: string) => ({
  name,
  label,
  kind,
  type,
  relation: target ? { target } : null,
});

const model = indexModel({
  roles: [],
  locales: [],
  components: [],
  blocks: [],
  enums: [{ name: "Status", label: "Status", values: [{ name: "LIVE", label: "Live" }] }],
  collections: [
    { name: "User", fields: [field("id", "ID", "SCALAR", "ID"), field("team", "Team", "SCALAR", "String")] },
    {
      name: "Post",
      fields: [
        field("status", "Status", "ENUM", "Status"),
        field("title", "Title", "SCALAR", "String"),
        field("team", "Team", "SCALAR", "String"),
        field("createdBy", "Created by", "RELATION", "User", "User"),
        field("tags", "Tags", "RELATION", "Tag", "Tag"),
      ],
    },
    { name: "Tag", fields: [field("name", "Name", "SCALAR", "String")] },
  ],
} as unknown as ModelAnswer);

beforeAll(async () => {
  await i18next.init({
    lng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
});

test.each([
  ["User", { id: { eq: "$user.id" } }, "it is the user’s own"],
  ["Post", { createdBy: { id: { eq: "$user.id" } } }, "Created by is the user"],
  ["Post", { team: { eq: "$user.team" } }, "Team is the user’s Team"],
  [
    "Post",
    { status: { in: ["LIVE", "OLD"] }, title: { isNull: false } },
    "Status is “Live” or “OLD” and Title is filled in",
  ],
  [
    "Post",
    { or: [{ status: { eq: "LIVE" } }, { tags: { some: { name: { eq: "a" } } } }] },
    "Status is “Live” or one of Tags has: Name is “a”",
  ],
  ["Post", { not: { title: { contains: "x" } } }, "not: Title contains “x”"],
  ["Post", { unknown: { near: { lat: 1 } } }, 'unknown near {"lat":1}'],
])("%s %j", (type, where, words) => {
  expect(whereWords(where, type, model, i18next.t, "en")).toBe(words);
});
