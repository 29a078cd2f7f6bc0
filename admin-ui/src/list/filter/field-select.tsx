import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Field, Model } from "../../model/model.ts";
import classes from "./filter.module.css";
import { countName, filterFields, filterPath, holdsFields, isMany } from "./filter-tree.ts";
import { filterLabel } from "./filter-words.ts";

type Props = { model: Model; typeName: string; path: string[]; onChange: (path: string[]) => void };

/** Where a choice ends at a related record itself. */
const itself = ".";

/** Chooses a field, and behind one that leads on, a field of what it leads to. */
export function FieldSelect({ model, typeName, path, onChange }: Props) {
  const { t } = useTranslation();
  const fields = filterPath(model, typeName, path) ?? [];
  const last = fields.at(-1);
  // The number of many things is chosen beside the field, not behind it.
  const steps = last?.name === countName && isMany(fields.at(-2) ?? last) ? fields.slice(0, -1) : fields;
  const end = steps.at(-1);
  const types = [typeName, ...steps.map((field) => field.type)];
  const openEnd = end && holdsFields(end) && !isMany(end) ? steps.length + 1 : steps.length;
  return Array.from({ length: Math.max(1, openEnd) }, (_, index) => {
    const type = types[index] ?? typeName;
    const before = steps[index - 1];
    const possible = filterFields(model, type);
    const options =
      index > 0 && before ? [{ value: itself, label: itselfLabel(before, t("list.filter.itself")) }] : [];
    return (
      <Select
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the path is what it is
        key={index}
        className={classes.select}
        size="xs"
        searchable
        allowDeselect={false}
        aria-label={index === 0 ? t("list.filter.field") : t("list.filter.fieldOf", { field: before?.label })}
        placeholder={t("list.filter.field")}
        value={steps[index]?.name ?? itself}
        data={[
          ...options,
          ...possible.map((field) => ({
            value: field.name,
            label: optionLabel(field, filterLabel(field, t)),
          })),
        ]}
        onChange={(name) => {
          const kept = path.slice(0, index);
          if (name === itself) onChange(kept);
          else if (name) onChange([...kept, name]);
        }}
      />
    );
  });
}

function optionLabel(field: Field, label: string): string {
  return holdsFields(field) ? `${label} ›` : label;
}

function itselfLabel(field: Field, words: string): string {
  return `${field.label} (${words})`;
}
