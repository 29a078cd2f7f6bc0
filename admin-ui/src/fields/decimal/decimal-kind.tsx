import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";
import { NumberInput, type NumberRules } from "../number-input.tsx";
import { fitsDecimal } from "../number-text.ts";

export const decimalRules: NumberRules = { isWhole: false, fits: fitsDecimal, valueOf: (number) => number };

function Input(props: InputProps) {
  return <NumberInput input={props} rules={decimalRules} />;
}

export const decimalKind: FieldKind = { ...leaf, name: "decimal", Input, Cell: NumberCell, columnWidth: 110 };
