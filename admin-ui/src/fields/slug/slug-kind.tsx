import { type FieldKind, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

export const slugKind: FieldKind = {
  ...leaf,
  name: "slug",
  Cell: TextCell,
  columnWidth: 180,
};
