import { type FieldKind, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

export const idKind: FieldKind = { ...leaf, name: "id", Cell: TextCell, columnWidth: 160 };
