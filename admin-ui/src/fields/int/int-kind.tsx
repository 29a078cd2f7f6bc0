import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";
import { NumberInput, type NumberRules } from "../number-input.tsx";

export const intRules: NumberRules = {
  isWhole: true,
  min: "-2147483648",
  max: "2147483647",
  valueOf: Number,
};

function Input(props: InputProps) {
  return <NumberInput input={props} rules={intRules} />;
}

export const intKind: FieldKind = { ...leaf, name: "int", Input, Cell: NumberCell, columnWidth: 110 };
