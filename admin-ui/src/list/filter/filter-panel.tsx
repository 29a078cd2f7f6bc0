import { Button, Group, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { List } from "../use-list.ts";
import classes from "./filter.module.css";
import { readWhere, whereOf } from "./filter-json.ts";
import { type FilterGroup, leadingField, newGroup, nodeFor } from "./filter-tree.ts";
import { GroupEditor } from "./group-editor.tsx";

const pauseMilliseconds = 350;

/** Where a filter is built. The list follows as soon as something can be asked. */
export function FilterPanel({ list }: { list: List }) {
  const { t } = useTranslation();
  const { model, collection, address } = list;
  const told = JSON.stringify(address.where);
  const begin = () => {
    const read = readWhere(model, collection.name, address.where);
    return { told, draft: read.items.length > 0 ? read : firstDraft(list) };
  };
  const [state, setState] = useState(begin);
  let draft = state.draft;
  if (state.told !== told) {
    // The address changed: by what is built here, or by a chip, a view or the way back.
    const isOwn = JSON.stringify(whereOf(draft)) === told;
    if (!isOwn) draft = begin().draft;
    setState({ told, draft });
  }
  const tell = useDebouncedCallback(
    (next: FilterGroup) => {
      const where = whereOf(next);
      if (JSON.stringify(where) !== JSON.stringify(address.where))
        list.go({ where, place: { kind: "first" } }, true);
    },
    { delay: pauseMilliseconds, flushOnUnmount: true },
  );
  const change = (next: FilterGroup) => {
    setState({ told, draft: next });
    tell(next);
  };
  return (
    <section className={classes.panel} aria-label={t("list.filter.filters")}>
      <GroupEditor model={model} typeName={collection.name} group={draft} onChange={change} isRoot />
      <Group justify="space-between" mt="xs">
        <Text size="xs" c="var(--hw-icon)">
          {t("list.filter.hint")}
        </Text>
        <Group gap={6}>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => change(newGroup())}>
            {t("list.filter.clear")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => list.setFilterOpen(false)}>
            {t("common.done")}
          </Button>
        </Group>
      </Group>
    </section>
  );
}

/** One line to begin with: nobody opens the panel to look at nothing. */
function firstDraft({ model, collection }: List): FilterGroup {
  const first = leadingField(model, collection.name);
  return newGroup(first ? [nodeFor(model, collection.name, [first.name])] : []);
}
