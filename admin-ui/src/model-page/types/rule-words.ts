import type { TFunction } from "i18next";
import { isRecord } from "../../api/json-object.ts";
import type { Collection, Model } from "../../model/model.ts";
import { filterWords, valueWords } from "./filter-words.ts";

export type Rule = Collection["rules"][number];

export const actions = ["READ", "READ_DRAFTS", "CREATE", "UPDATE", "DELETE", "PUBLISH", "ALL"] as const;

export type RuleWords = {
  who: string[];
  /** One sentence without the subject: “may read all entries, but not the field price”. */
  what: string;
};

/** A rule in plain words. */
export function ruleWords(
  rule: Rule,
  typeName: string,
  model: Model,
  t: TFunction,
  language: string,
): RuleWords {
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const known = actions.filter((action) => rule.do.includes(action));
  const doing = list.format(known.map((action) => t(`model.actions.${action}`)));
  const where = rule.where ? filterWords(rule.where, typeName, model, t) : null;
  const creates = rule.do.length === 1 && rule.do[0] === "CREATE" && !where;
  const parts = [
    creates
      ? t("model.rule.create")
      : where
        ? t("model.rule.some", { actions: doing, where })
        : t("model.rule.all", { actions: doing }),
  ];
  if (rule.check) parts.push(t("model.rule.check", { words: filterWords(rule.check, typeName, model, t) }));
  if (rule.fields) parts.push(t("model.rule.fields", { fields: list.format(rule.fields) }));
  if (rule.except) parts.push(t("model.rule.except", { fields: list.format(rule.except) }));
  if (isRecord(rule.set)) {
    const values = Object.entries(rule.set).map(([field, value]) => `${field} = ${valueWords(value, t)}`);
    parts.push(t("model.rule.set", { values: list.format(values) }));
  }
  return { who: rule.to.map((role) => roleWords(role, model, t)), what: parts.join(", ") };
}

export function roleWords(role: string, model: Model, t: TFunction): string {
  if (role === "public") return t("model.roles.public");
  if (role === "user") return t("model.roles.user");
  if (role === "admin") return t("model.roles.admin");
  return model.roles.find(({ name }) => name === role)?.label ?? role;
}

/** Where a rule stands: `schema/blog.graphql:12`. Those of built-in types stand in no file of the project. */
export function placeOfRule(place: string): { file: string; line: number } | null {
  const [, file, line] = /^(.+):(\d+)$/.exec(place) ?? [];
  return file && line && !file.includes(".headwater.graphql") ? { file, line: Number(line) } : null;
}
