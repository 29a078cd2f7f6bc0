import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";
import { TextLine } from "../text-line.tsx";

function Input(props: InputProps) {
  return (
    <TextLine
      input={props}
      spellCheck={false}
      autoComplete="off"
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
    />
  );
}

export const idKind: FieldKind = { ...leaf, name: "id", Input, Cell: TextCell, columnWidth: 160 };
