import { type FieldKind, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

export const textKind: FieldKind = {
  ...leaf,
  name: "text",
  Cell: TextCell,
  fitsCell: false,
  columnWidth: 260,
};
