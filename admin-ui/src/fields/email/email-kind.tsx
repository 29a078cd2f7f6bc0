import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { LinkCell } from "../link-cell.tsx";
import { TextLine } from "../text-line.tsx";

function Input(props: InputProps) {
  return <TextLine input={props} type="text" inputMode="email" spellCheck={false} autoComplete="off" />;
}

function Cell({ value }: { value: unknown }) {
  return <LinkCell text={String(value)} href={`mailto:${String(value)}`} />;
}

export const emailKind: FieldKind = { ...leaf, name: "email", Input, Cell, columnWidth: 220 };
