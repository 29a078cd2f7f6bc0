import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../api/json-object.ts";
import { useModel } from "../api/use-model.ts";
import { itemField } from "../fields/field-value.ts";
import { isEmptyValue } from "../model/empty-value.ts";
import { type Field, fieldsOf } from "../model/model.ts";
import classes from "./history.module.css";
import { textOf } from "./item-diff.ts";
import { ItemsDiff } from "./items-diff.tsx";
import { componentOf } from "./logged-value.ts";
import { jsonAsText } from "./readable-text.ts";
import { TextDiff } from "./text-diff.tsx";
import { textForm, ValueView } from "./value-view.tsx";

type Props = { field: Field | undefined; before: unknown; after: unknown };

/** What differs between two values of a field. */
export function ValueDiff({ field, before, after }: Props) {
  if (!field) return <TextDiff before={jsonAsText(before)} after={jsonAsText(after)} isCode />;
  if (field.type !== "JSON" && (Array.isArray(before) || Array.isArray(after))) {
    return <ItemsDiff field={itemField(field)} before={asList(before)} after={asList(after)} />;
  }
  const component = componentOf(before, field);
  if (component !== null && component === componentOf(after, field) && isRecord(before) && isRecord(after)) {
    return <ComponentDiff typeName={component} before={before} after={after} />;
  }
  if (isEmptyValue(before)) return <Whole kind="added" field={field} value={after} />;
  if (isEmptyValue(after)) return <Whole kind="removed" field={field} value={before} />;
  const [was, is] = [textForm(field, before), textForm(field, after)];
  if (was && is) return <TextDiff before={was.text} after={is.text} isCode={is.isCode} />;
  return <Replaced field={field} before={before} after={after} />;
}

/** The fields of a component that differ. */
export function ComponentDiff({
  typeName,
  before,
  after,
}: {
  typeName: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}) {
  const fields = fieldsOf(useModel(), typeName);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => name !== "__typename" && textOf(before[name] ?? null) !== textOf(after[name] ?? null),
  );
  return (
    <div className={classes.component}>
      {names.map((name) => {
        const field = fields.find((it) => it.name === name);
        return (
          <div key={name} className={classes.pair}>
            <span className={classes.name}>{field?.label ?? name}</span>
            <div>
              <ValueDiff field={field} before={before[name] ?? null} after={after[name] ?? null} />
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** A value where there was none, or one that went. */
function Whole({ kind, field, value }: { kind: "added" | "removed"; field: Field; value: unknown }) {
  const Tag = kind === "added" ? "ins" : "del";
  return (
    <Tag className={kind === "added" ? classes.addedValue : classes.removedValue}>
      <ValueView field={field} value={value} />
    </Tag>
  );
}

/** One value in place of another. */
function Replaced({ field, before, after }: { field: Field; before: unknown; after: unknown }) {
  const { t } = useTranslation();
  return (
    <div className={classes.replaced}>
      <Whole kind="removed" field={field} value={before} />
      <IconArrowRight size={14} className={classes.arrow} role="img" aria-label={t("history.became")} />
      <Whole kind="added" field={field} value={after} />
    </div>
  );
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isEmptyValue(value) ? [] : [value];
}
