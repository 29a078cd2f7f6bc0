import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { NumberCell } from "../number-cell.tsx";
import { NumberInput, type NumberRules } from "../number-input.tsx";

export const bigIntRules: NumberRules = {
  isWhole: true,
  min: "-9223372036854775808",
  max: "9223372036854775807",
  valueOf: (number) => number,
};

function Input(props: InputProps) {
  return <NumberInput input={props} rules={bigIntRules} />;
}

export const bigIntKind: FieldKind = { ...leaf, name: "big-int", Input, Cell: NumberCell, columnWidth: 130 };
