import { type FieldKind, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";
import { SlugInput } from "./slug-input.tsx";

export const slugKind: FieldKind = {
  ...leaf,
  name: "slug",
  Input: SlugInput,
  Cell: TextCell,
  columnWidth: 180,
};
