import type { InputProps } from "../kind.ts";
import { TextLine } from "../text-line.tsx";

export function StringInput(props: InputProps) {
  return <TextLine input={props} autoComplete="off" />;
}
