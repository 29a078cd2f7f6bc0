import { type FieldKind, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";

export const intKind: FieldKind = { ...leaf, name: "int", Cell: NumberCell, columnWidth: 110 };
