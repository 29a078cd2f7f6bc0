import type { InputProps } from "../kind.ts";
import { NumberInput, type NumberRules } from "../number-input.tsx";
import { fitsDecimal } from "../number-text.ts";

export const decimalRules: NumberRules = { isWhole: false, fits: fitsDecimal, valueOf: (number) => number };

export function DecimalInput(props: InputProps) {
  return <NumberInput input={props} rules={decimalRules} />;
}
