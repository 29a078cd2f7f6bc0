import type { TFunction } from "i18next";
import { scalarKinds } from "../../fields/registry.ts";
import type { Model } from "../../model/model.ts";

/** What a field can hold, as groups of a select. */
export function typeOptions(model: Model, t: TFunction) {
  const groups = [
    { group: t("model.typeGroups.scalars"), items: Object.keys(scalarKinds) },
    { group: t("model.typeGroups.collections"), items: [...model.collections.keys()] },
    { group: t("model.typeGroups.components"), items: [...model.components.keys()] },
    { group: t("model.typeGroups.blocks"), items: [...model.blocks.keys()] },
    { group: t("model.typeGroups.enums"), items: [...model.enums.keys(), "Role", "Locale"] },
  ];
  const seen = new Set<string>();
  return groups
    .map(({ group, items }) => ({ group, items: items.filter((item) => !seen.has(item) && seen.add(item)) }))
    .filter(({ items }) => items.length > 0);
}

export const namePattern = /^[A-Za-z][A-Za-z0-9_]*$/;
