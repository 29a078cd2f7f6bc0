import type { InputProps } from "../kind.ts";
import { NumberInput, type NumberRules } from "../number-input.tsx";

export const bigIntRules: NumberRules = {
  isWhole: true,
  min: "-9223372036854775808",
  max: "9223372036854775807",
  valueOf: (number) => number,
};

export function BigIntInput(props: InputProps) {
  return <NumberInput input={props} rules={bigIntRules} />;
}
