import { Badge } from "@mantine/core";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { EnumInput, EnumListInput } from "./enum-input.tsx";
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
  Input: EnumInput,
  ListInput: EnumListInput,
  Cell,
  toText: (value, field, model) =>
    value === null || value === undefined ? "" : enumLabel(value, field, model),
  columnWidth: 140,
};
