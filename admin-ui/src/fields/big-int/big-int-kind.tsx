import { type FieldKind, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";

export const bigIntKind: FieldKind = { ...leaf, name: "big-int", Cell: NumberCell, columnWidth: 130 };
