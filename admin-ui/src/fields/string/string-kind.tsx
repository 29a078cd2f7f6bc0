import { type FieldKind, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

export const stringKind: FieldKind = { ...leaf, name: "string", Cell: TextCell, columnWidth: 200 };
