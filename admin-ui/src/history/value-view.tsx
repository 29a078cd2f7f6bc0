import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isRecord } from "../api/json-object.ts";
import { useModel } from "../api/use-model.ts";
import { itemField } from "../fields/field-value.ts";
import { kindOf } from "../fields/registry.ts";
import { isEmptyValue } from "../model/empty-value.ts";
import { type Field, fieldsOf } from "../model/model.ts";
import { RecordLink } from "../parts/record-link.tsx";
import classes from "./history.module.css";
import { componentOf } from "./logged-value.ts";
import { jsonAsText, richTextAsText } from "./readable-text.ts";

type Props = { field: Field | undefined; value: unknown };

/** A value of the log, as people read it. A field that the model has no more is shown as data. */
export function ValueView({ field, value }: Props) {
  if (isEmptyValue(value)) return <NoValue />;
  if (!field) return <LongText text={jsonAsText(value)} isCode />;
  if (Array.isArray(value) && field.type !== "JSON") {
    const item = itemField(field);
    const isTall = field.kind === "COMPONENT" || field.kind === "BLOCKS";
    return (
      <Group gap={isTall ? 8 : 6} align="flex-start" className={isTall ? classes.stack : undefined}>
        {value.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are drawn and never moved
          <span key={index} className={isTall ? undefined : classes.chip}>
            <OneValue field={item} value={one} />
          </span>
        ))}
      </Group>
    );
  }
  return <OneValue field={field} value={value} />;
}

type OneValueProps = {
  field: Field;
  value: unknown;
  /** Whether the component's name stands beside it already. */
  isNamed?: boolean;
};

export function OneValue({ field, value, isNamed = false }: OneValueProps) {
  const { t } = useTranslation();
  const model = useModel();
  if (isEmptyValue(value)) return <NoValue />;
  if (field.kind === "RELATION") return <RecordLink collection={field.type} id={String(value)} />;
  const component = componentOf(value, field);
  if (component !== null && isRecord(value)) {
    const label = field.kind === "BLOCKS" && !isNamed;
    return <ComponentView typeName={component} value={value} hasLabel={label} />;
  }
  const text = textForm(field, value);
  if (text) return <LongText {...text} />;
  // Beside another value, words tell more than a sign.
  if (typeof value === "boolean") return <span>{value ? t("common.yes") : t("common.no")}</span>;
  const { Cell } = kindOf(field);
  return <Cell field={field} value={value} model={model} />;
}

/** The fields of a component that have a value, each with its name. */
function ComponentView({
  typeName,
  value,
  hasLabel,
}: {
  typeName: string;
  value: Record<string, unknown>;
  hasLabel: boolean;
}) {
  const model = useModel();
  const known = fieldsOf(model, typeName);
  const names = Object.keys(value).filter((name) => name !== "__typename" && !isEmptyValue(value[name]));
  const component = model.components.get(typeName);
  return (
    <div className={classes.component}>
      {hasLabel && (
        <Text inherit fw={600} size="xs" c="dimmed">
          {component?.label ?? typeName}
        </Text>
      )}
      {names.map((name) => {
        const field = known.find((it) => it.name === name);
        return (
          <div key={name} className={classes.pair}>
            <span className={classes.name}>{field?.label ?? name}</span>
            <div>
              <ValueView field={field} value={value[name]} />
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** A text, cut where it gets long. */
export function LongText({ text, isCode = false }: { text: string; isCode?: boolean }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > 360 || text.split("\n").length > 8;
  return (
    <div>
      <div className={`${isCode ? classes.code : classes.text} ${isLong && !isWhole ? classes.cut : ""}`}>
        {text}
      </div>
      {isLong && (
        <Button variant="subtle" size="compact-xs" mt={4} ml={-8} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("history.showLess") : t("history.showAll")}
        </Button>
      )}
    </div>
  );
}

export function NoValue() {
  const { t } = useTranslation();
  return (
    <Text span inherit c="dimmed" fs="italic">
      {t("fields.empty")}
    </Text>
  );
}

const proseTypes = new Set(["String", "Text", "Markdown"]);

/** What is read as a text rather than as one short value; null for everything else. */
export function textForm(field: Field, value: unknown): { text: string; isCode: boolean } | null {
  if (field.kind !== "SCALAR") return null;
  if (field.type === "RichText") return { text: richTextAsText(value), isCode: false };
  if (field.type === "JSON") return { text: jsonAsText(value), isCode: true };
  return proseTypes.has(field.type) && typeof value === "string" ? { text: value, isCode: false } : null;
}
