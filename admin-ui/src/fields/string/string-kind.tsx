import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";
import { TextLine } from "../text-line.tsx";

function Input(props: InputProps) {
  return <TextLine input={props} autoComplete="off" />;
}

export const stringKind: FieldKind = { ...leaf, name: "string", Input, Cell: TextCell, columnWidth: 200 };
