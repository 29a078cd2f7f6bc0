import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { placeOf, placeWords } from "./point-text.ts";

function Cell({ value }: CellProps) {
  return <span style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>{toText(value)}</span>;
}

function toText(value: unknown): string {
  const place = placeOf(value);
  return place ? placeWords(place) : "";
}

export const pointKind: FieldKind = {
  ...leaf,
  name: "point",
  Cell,
  toText,
  fitsCell: false,
  columnWidth: 160,
};
