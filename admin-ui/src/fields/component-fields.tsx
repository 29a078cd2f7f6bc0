import { memo, useCallback } from "react";
import { useModel } from "../api/use-model.ts";
import { evaluateFilter } from "../model/filter-evaluator.ts";
import type { Field, Model } from "../model/model.ts";
import classes from "./component-fields.module.css";
import { type ComponentValue, isWritten, shownFields } from "./component-value.ts";
import { FieldControl } from "./field-control.tsx";
import { useStableCallback } from "./stable-callback.ts";

type Props = {
  value: ComponentValue;
  onChange: (value: ComponentValue) => void;
  path: string;
  isDisabled: boolean;
  /** Whether the first field takes the focus. */
  autoFocus?: boolean;
};

/** The fields of a component. Only the ones that change are drawn again. */
export const ComponentFields = memo(function ComponentFields(props: Props) {
  const { value, onChange, path, isDisabled, autoFocus = false } = props;
  const model = useModel();
  const change = useStableCallback((name: string, next: unknown) => onChange({ ...value, [name]: next }));
  const fields = shownFields(value.__typename, model).filter((field) => isShown(field, value, model));
  return (
    <div className={classes.around}>
      <div className={classes.grid}>
        {fields.map((field, place) => (
          <Cell
            key={field.name}
            field={field}
            value={value[field.name]}
            onChange={change}
            path={`${path}.${field.name}`}
            isDisabled={isDisabled || !isWritten(field)}
            autoFocus={autoFocus && place === 0}
          />
        ))}
      </div>
    </div>
  );
});

/** Whether the model wants it to be seen, as the other fields of the component are. */
function isShown(field: Field, value: ComponentValue, model: Model): boolean {
  const condition = field.ui?.showIf;
  if (condition === null || condition === undefined) return true;
  return evaluateFilter(condition, value.__typename, value, model) === true;
}

type CellProps = {
  field: Field;
  value: unknown;
  onChange: (name: string, value: unknown) => void;
  path: string;
  isDisabled: boolean;
  autoFocus: boolean;
};

const Cell = memo(function Cell({ field, onChange, ...props }: CellProps) {
  const change = useCallback((next: unknown) => onChange(field.name, next), [onChange, field.name]);
  return (
    <div className={classes.cell} data-width={field.ui?.width ?? "full"}>
      <FieldControl {...props} field={field} onChange={change} />
    </div>
  );
});
