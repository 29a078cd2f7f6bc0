import type { InputProps } from "../kind.ts";
import { TextLine } from "../text-line.tsx";

export function EmailInput(props: InputProps) {
  return <TextLine input={props} type="text" inputMode="email" spellCheck={false} autoComplete="off" />;
}
