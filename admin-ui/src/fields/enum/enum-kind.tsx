import { Badge } from "@mantine/core";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { enumColor, enumLabel } from "./enum-values.ts";

function Cell({ value, field, model }: CellProps) {
  return (
    <Badge variant="light" color={enumColor(String(value))}>
      {enumLabel(value, field, model)}
    </Badge>
  );
}

export const enumKind: FieldKind = {
  ...leaf,
  name: "enum",
  Cell,
  toText: (value, field, model) =>
    value === null || value === undefined ? "" : enumLabel(value, field, model),
  columnWidth: 140,
};
