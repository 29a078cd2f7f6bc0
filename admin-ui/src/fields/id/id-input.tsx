import type { InputProps } from "../kind.ts";
import { TextLine } from "../text-line.tsx";

export function IdInput(props: InputProps) {
  return (
    <TextLine
      input={props}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
    />
  );
}
