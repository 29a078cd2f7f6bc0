import { type FieldKind, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";

export const floatKind: FieldKind = { ...leaf, name: "float", Cell: NumberCell, columnWidth: 110 };
