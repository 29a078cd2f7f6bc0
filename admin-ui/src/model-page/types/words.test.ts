import i18next, { type TFunction } from "i18next";
import { beforeAll, expect, test } from "vitest";
import { indexModel } from "../../model/model.ts";
import { en } from "../../texts/en.ts";
import { draftModel } from "../draft/draft-model.ts";
import { readSources } from "../sdl/sources.ts";
import { fieldFlags, fieldNotes, sdlType } from "./field-words.ts";
import { filterWords } from "./filter-words.ts";
import { placeOfRule, ruleWords } from "./rule-words.ts";

let t: TFunction;

beforeAll(async () => {
  const instance = i18next.createInstance();
  t = await instance.init({
    lng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
});

const sdl = `
  type Post @collection
    @allow(to: public, do: READ)
    @allow(to: author, do: CREATE, set: { author: "$user.id" })
    @allow(to: [author, editor], do: [READ_DRAFTS, UPDATE], where: { author: { id: { eq: "$user.id" } } }, except: ["views"]) {
    title: String! @check(minLength: 3, maxLength: 80) @unique @ui(tab: "Main", showIf: { open: { eq: true } })
    views: Int @default(value: 0) @check(min: 0)
    open: Boolean at: DateTime
    author: User! @relation(onDelete: CASCADE)
    tags: [Tag!]! @relation(max: 5)
  }
  type Tag @collection { label: String }
  extend type User { a: Int }
  extend enum Role { author editor }`;

const empty = indexModel({
  fingerprint: "1",
  stage: "DEVELOPMENT",
  locales: [],
  roles: [],
  collections: [],
  components: [],
  blocks: [],
  enums: [],
});
const { model } = draftModel(empty, readSources([]), readSources([{ path: "schema/a.graphql", text: sdl }]));
const post = model.collections.get("Post");

test("filters are told in words", () => {
  const words = (filter: unknown) => filterWords(filter, "Post", model, t);
  expect(words({ author: { id: { eq: "$user.id" } }, views: { gt: 5, lte: 10 } })).toBe(
    "author is the person themself and views > 5 and views ≤ 10",
  );
  expect(
    words({
      or: [{ open: { eq: true } }, { and: [{ title: { startsWith: "A" } }, { at: { lt: "$now(-15m)" } }] }],
    }),
  ).toBe("(open is true or title begins with “A” and at < now -15m)");
  expect(words({ not: { tags: { some: { label: { in: ["a", "$claims.x"] } } } } })).toBe(
    "not (one of tags has: label is one of “a”, the claim x)",
  );
  expect(words({ title: { isNull: false }, author: { isNull: true } })).toBe(
    "title is filled in and author is empty",
  );
  expect(words({ odd: 1 })).toBe("odd 1");
});

test("rules are told in words", () => {
  const told = (post?.rules ?? []).map((rule) => ruleWords(rule, "Post", model, t, "en"));
  expect(told).toEqual([
    { who: ["Anyone"], what: "may read all entries" },
    { who: ["Author"], what: "may create entries, new ones get author = the person’s id" },
    {
      who: ["Author", "Editor"],
      what: "may read drafts of and change entries where author is the person themself, but not views",
    },
  ]);
});

test("places lead to lines, except to those of what is built in", () => {
  expect(placeOfRule("schema/a.graphql:12")).toEqual({ file: "schema/a.graphql", line: 12 });
  expect(placeOfRule(".headwater.graphql")).toBeNull();
});

test("fields are told in words", () => {
  const told = (post?.fields ?? []).map((field) => [
    sdlType(field),
    ...fieldFlags(field, t),
    ...fieldNotes(field, "Post", model, t),
  ]);
  expect(told).toEqual([
    ["String!", "Unique", "Length: 3 – 80", "Tab: Main", "Shown if open is true"],
    ["Int", "Default: 0", "Value: ≥ 0"],
    ["Boolean"],
    ["DateTime"],
    ["User!", "Deleted together with the linked entry"],
    ["[Tag!]!", "At most 5 links"],
  ]);
});
