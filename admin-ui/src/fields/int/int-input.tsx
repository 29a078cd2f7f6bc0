import type { InputProps } from "../kind.ts";
import { NumberInput, type NumberRules } from "../number-input.tsx";

export const intRules: NumberRules = {
  isWhole: true,
  min: "-2147483648",
  max: "2147483647",
  valueOf: Number,
};

export function IntInput(props: InputProps) {
  return <NumberInput input={props} rules={intRules} />;
}
