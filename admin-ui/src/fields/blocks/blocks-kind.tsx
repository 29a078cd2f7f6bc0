import { Badge } from "@mantine/core";
import { componentOf, componentText } from "../component-value.ts";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { blocksSelection } from "../selection.ts";
import { blockInput } from "./block-members.ts";

function Cell({ value, model }: CellProps) {
  const name = componentOf(value, "").__typename;
  return (
    <Badge variant="default" fw={400}>
      {model.components.get(name)?.label ?? name}
    </Badge>
  );
}

export const blocksKind: FieldKind = {
  ...leaf,
  name: "blocks",
  Cell,
  selection: (field, model, purpose) => blocksSelection(model, field.type, purpose),
  toInput: (value, _before, field, model) =>
    value === null || value === undefined ? null : blockInput(componentOf(value, ""), field.type, model),
  toText: (value, _field, model) => {
    if (value === null || value === undefined) return "";
    const block = componentOf(value, "");
    const label = model.components.get(block.__typename)?.label ?? block.__typename;
    return `${label} (${componentText(block, model)})`;
  },
  fitsCell: false,
  columnWidth: 220,
};
