import type { InputProps } from "../kind.ts";
import { NumberInput, type NumberRules } from "../number-input.tsx";

export const floatRules: NumberRules = {
  isWhole: false,
  fits: (number) => Number.isFinite(Number(number)),
  valueOf: Number,
};

export function FloatInput(props: InputProps) {
  return <NumberInput input={props} rules={floatRules} />;
}
