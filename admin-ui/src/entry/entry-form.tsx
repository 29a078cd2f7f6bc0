import { Badge, Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection, Field } from "../model/model.ts";
import classes from "./entry.module.css";
import { EntryField } from "./entry-field.tsx";
import { type Tab, tabsOf } from "./form-layout.ts";
import { type FormStore, useFormState } from "./form-store.ts";
import { isWithin } from "./problem.ts";

type Props = {
  collection: Collection;
  fields: Field[];
  store: FormStore;
  purpose: "create" | "update";
  isFrozen: boolean;
  /** The tab that is open; null for the first one. */
  tab: string | null;
  onTab: (tab: string | null) => void;
  /** Begins with the first field. */
  autoFocus: boolean;
  /** Who else is in which field: names by field, one a line. */
  others: ReadonlyMap<string, string>;
};

/**
 * The fields of a record, in tabs and columns as the model says. A tab that was open once stays, out of sight: with what
 * is folded in it, and what could be undone.
 */
export function EntryForm({ fields, tab, onTab, ...props }: Props) {
  const { t } = useTranslation();
  const tabs = tabsOf(fields);
  const current = tabs.find((one) => one.name === tab) ?? tabs[0];
  const [seen, setSeen] = useState<ReadonlySet<string | null>>(new Set());
  // Whoever goes on to another tab by keyboard stays where they are.
  const [opened] = useState(current?.name);
  if (!current) return null;
  if (!seen.has(current.name)) setSeen(new Set([...seen, current.name]));
  if (tabs.length < 2)
    return (
      <div className={classes.form}>
        <Fields {...props} fields={current.fields} />
      </div>
    );
  return (
    <div className={classes.form}>
      <Tabs
        value={tabValue(tabs, current)}
        onChange={(value) => onTab(tabs.find((one) => tabValue(tabs, one) === value)?.name ?? null)}
        keepMountedMode="display-none"
        mb="md"
      >
        <Tabs.List>
          {tabs.map((one) => (
            <Tabs.Tab
              key={one.name ?? ""}
              value={tabValue(tabs, one)}
              rightSection={<TabProblems store={props.store} fields={one.fields} />}
            >
              {one.name ?? t("entry.mainTab")}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((one) => (
          <Tabs.Panel key={one.name ?? ""} value={tabValue(tabs, one)} pt="md">
            {(one === current || seen.has(one.name)) && (
              <Fields {...props} fields={one.fields} autoFocus={props.autoFocus && one.name === opened} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}

function Fields(props: Omit<Props, "tab" | "onTab">) {
  const first = props.autoFocus ? props.fields[0]?.name : undefined;
  return (
    <div className={classes.grid}>
      {props.fields.map((field) => (
        <EntryField
          key={field.name}
          collection={props.collection}
          field={field}
          store={props.store}
          purpose={props.purpose}
          isFrozen={props.isFrozen}
          autoFocus={field.name === first}
          others={props.others.get(field.name) ?? ""}
        />
      ))}
    </div>
  );
}

/** Tabs are told apart by texts that may stand in ids. */
function tabValue(tabs: Tab[], tab: Tab): string {
  return `tab-${tabs.indexOf(tab)}`;
}

/** How many values of a tab are wrong. */
function TabProblems({ store, fields }: { store: FormStore; fields: Field[] }) {
  const { t } = useTranslation();
  const count = useFormState(
    store,
    (state) =>
      state.problems.filter((problem) => fields.some((field) => isWithin(problem.path, field.name))).length,
  );
  if (count === 0) return null;
  return (
    <Badge size="sm" color="red" circle={count < 10} aria-label={t("entry.problems", { count })}>
      {count}
    </Badge>
  );
}
