import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";
import { NumberInput, type NumberRules } from "../number-input.tsx";

export const floatRules: NumberRules = {
  isWhole: false,
  fits: (number) => Number.isFinite(Number(number)),
  valueOf: Number,
};

function Input(props: InputProps) {
  return <NumberInput input={props} rules={floatRules} />;
}

export const floatKind: FieldKind = { ...leaf, name: "float", Input, Cell: NumberCell, columnWidth: 110 };
