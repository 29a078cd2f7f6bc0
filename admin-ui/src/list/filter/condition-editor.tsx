import { ActionIcon, Select, Tooltip } from "@mantine/core";
import { IconLetterCase } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Field, Model } from "../../model/model.ts";
import { FieldSelect } from "./field-select.tsx";
import classes from "./filter.module.css";
import {
  type Condition,
  emptiness,
  type FilterNode,
  filterPath,
  holdsFields,
  isMany,
  nodeFor,
  operatorsOf,
} from "./filter-tree.ts";
import { severalOf } from "./filter-value.ts";
import { operatorLabel } from "./filter-words.ts";
import { ValueInput } from "./value-input.tsx";

type Props = {
  model: Model;
  typeName: string;
  condition: Condition;
  onChange: (node: FilterNode) => void;
};

/** A field, what is asked of it, and what it is compared with. */
export function ConditionEditor({ model, typeName, condition, onChange }: Props) {
  const { t } = useTranslation();
  const { operator, value } = condition;
  const fields = filterPath(model, typeName, condition.path);
  const field = fields?.at(-1);
  const holder = fields?.at(-2);
  const isCount = holder !== undefined && isMany(holder);
  const choose = (path: string[]) => {
    const chosen = filterPath(model, typeName, path)?.at(-1);
    // Whoever goes back to a record itself wants to ask for it, and not for one of its fields.
    const isRecordItself =
      chosen && holdsFields(chosen) && !isMany(chosen) && path.length < condition.path.length;
    if (isRecordItself || (chosen?.kind === "RELATION" && !chosen.list))
      return onChange(testOf(condition, path, operatorsOf(chosen)[0] ?? "isRecordNull"));
    onChange({ ...nodeFor(model, typeName, path), id: condition.id });
  };
  return (
    <>
      <FieldSelect model={model} typeName={typeName} path={condition.path} onChange={choose} />
      {isCount && (
        <Select
          className={classes.operator}
          size="xs"
          aria-label={t("list.filter.howMany")}
          allowDeselect={false}
          value="count"
          data={(["some", "every", "none", "count"] as const).map((quantifier) => ({
            value: quantifier,
            label: t(`list.filter.quantifiers.${quantifier}`),
          }))}
          onChange={(quantifier) => {
            if (!quantifier || quantifier === "count") return;
            const node = nodeFor(model, typeName, condition.path.slice(0, -1));
            const changed = { id: condition.id, quantifier: quantifier as "some" | "every" | "none" };
            onChange(node.kind === "related" ? { ...node, ...changed } : node);
          }}
        />
      )}
      {field && (
        <>
          <Select
            className={classes.operator}
            size="xs"
            aria-label={t("list.filter.operator")}
            allowDeselect={false}
            value={optionOf(operator, value)}
            data={optionsOf(field).map((option) => ({ value: option, label: labelOf(option) }))}
            onChange={(option) => option && onChange(changed(condition, option))}
          />
          {!emptiness.has(operator) && (
            <div className={classes.value}>
              <ValueInput
                model={model}
                field={field}
                operator={operator}
                value={value}
                onChange={(next) => onChange({ ...condition, value: next })}
              />
            </div>
          )}
          {isTextTest(field, operator) && (
            <Tooltip label={t(condition.ignoresCase ? "list.filter.ignoresCase" : "list.filter.heedsCase")}>
              <ActionIcon
                variant={condition.ignoresCase ? "subtle" : "light"}
                color={condition.ignoresCase ? "gray" : undefined}
                size={30}
                aria-pressed={!condition.ignoresCase}
                aria-label={t("list.filter.heedsCase")}
                onClick={() => onChange({ ...condition, ignoresCase: !condition.ignoresCase })}
              >
                <IconLetterCase size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </>
      )}
    </>
  );

  function labelOf(option: string): string {
    const [name = option, answer] = option.split(":");
    return field ? operatorLabel(name, answer !== "false", field, t) : name;
  }
}

/** Whether there is something is asked in two ways, which are two choices. */
function optionsOf(field: Field): string[] {
  return operatorsOf(field).flatMap((operator) =>
    emptiness.has(operator) ? [`${operator}:true`, `${operator}:false`] : [operator],
  );
}

function optionOf(operator: string, value: unknown): string {
  return emptiness.has(operator) ? `${operator}:${value !== false}` : operator;
}

function changed(condition: Condition, option: string): Condition {
  const [operator = option, answer] = option.split(":");
  if (emptiness.has(operator))
    return { ...condition, operator, value: answer !== "false", ignoresCase: false };
  return testOf(condition, condition.path, operator);
}

/** Keeps the value where the other operator takes the same kind of it. */
function testOf(condition: Condition, path: string[], operator: string): Condition {
  const isSame = path.join() === condition.path.join() && shapeOf(operator) === shapeOf(condition.operator);
  const value = emptiness.has(operator) ? true : isSame ? condition.value : null;
  const isWordTest = ["contains", "startsWith", "endsWith", "like"].includes(operator);
  return {
    ...condition,
    path,
    operator,
    value,
    ignoresCase: isWordTest || (isSame && condition.ignoresCase),
  };
}

function shapeOf(operator: string): string {
  if (severalOf.has(operator)) return "several";
  if (emptiness.has(operator)) return "emptiness";
  return ["between", "near", "within", "path"].includes(operator) ? operator : "one";
}

function isTextTest(field: Field, operator: string): boolean {
  return (
    field.operators.includes("contains") && !field.list && !emptiness.has(operator) && operator !== "between"
  );
}
