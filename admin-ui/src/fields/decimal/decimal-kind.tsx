import { type FieldKind, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";

export const decimalKind: FieldKind = { ...leaf, name: "decimal", Cell: NumberCell, columnWidth: 110 };
