import {
  componentInput,
  componentOf,
  componentSummary,
  componentText,
  newComponent,
} from "../component-value.ts";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { componentSelection } from "../selection.ts";
import { Line } from "../text-cell.tsx";

function Cell({ field, value, model }: CellProps) {
  return <Line text={componentSummary(componentOf(value, field.type), model) || field.label} />;
}

export const componentKind: FieldKind = {
  ...leaf,
  name: "component",
  Cell,
  selection: (field, model, purpose) => componentSelection(model, field.type, purpose),
  empty: (field, model) => (field.required ? newComponent(field.type, model) : null),
  toInput: (value, _before, field, model) =>
    value === null || value === undefined ? null : componentInput(componentOf(value, field.type), model),
  toText: (value, field, model) =>
    value === null || value === undefined ? "" : componentText(componentOf(value, field.type), model),
  fitsCell: false,
  columnWidth: 220,
};
