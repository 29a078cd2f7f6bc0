import { Button, Group, Pill } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRecordTitles } from "../../parts/record-titles.ts";
import { useReaderLocale } from "../../texts/reader-locale.ts";
import type { List } from "../use-list.ts";
import classes from "./filter.module.css";
import { readWhere, whereOf } from "./filter-json.ts";
import type { FilterGroup } from "./filter-tree.ts";
import { filterWords, recordsIn } from "./filter-words.ts";

/** The parts of the filter, each to be taken away. */
export function FilterChips({ list, where }: { list: List; where: Record<string, unknown> }) {
  const { t } = useTranslation();
  const locale = useReaderLocale();
  const { model, collection } = list;
  const group = readWhere(model, collection.name, where);
  const titleOf = useRecordTitles(recordsIn(group, model, collection.name));
  // An alternative is one thing: its parts mean nothing by themselves.
  const isWhole = group.join === "or" || group.isNot;
  const parts = isWhole ? [group] : group.items;
  const without = (part: (typeof parts)[number]): FilterGroup => ({
    ...group,
    items: isWhole ? [] : group.items.filter((item) => item !== part),
  });
  const go = (next: FilterGroup) => list.go({ where: whereOf(next), place: { kind: "first" } });
  return (
    <Group gap={6} mb="xs" role="group" aria-label={t("list.filter.filters")}>
      {parts.map((part) => {
        const words = filterWords(part, collection.name, { model, t, locale, titleOf });
        return (
          <Pill
            key={words}
            className={classes.chip}
            withRemoveButton
            onRemove={() => go(without(part))}
            removeButtonProps={{
              "aria-label": t("list.filter.removeChip", { words }),
              tabIndex: 0,
              "aria-hidden": false,
            }}
          >
            <button
              type="button"
              className={classes.chipText}
              title={words}
              onClick={() => list.setFilterOpen(true)}
            >
              {words}
            </button>
          </Pill>
        );
      })}
      {parts.length > 1 && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => go({ ...group, items: [] })}>
          {t("list.filter.clear")}
        </Button>
      )}
    </Group>
  );
}
