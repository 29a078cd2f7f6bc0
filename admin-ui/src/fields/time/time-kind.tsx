import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { timeWords } from "../time-text.ts";

function Cell({ value }: CellProps) {
  return <time dateTime={String(value)}>{timeWords(String(value))}</time>;
}

export const timeKind: FieldKind = { ...leaf, name: "time", Cell, columnWidth: 100 };
