import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { Line } from "../text-cell.tsx";
import { plainRichText } from "./plain-text.ts";

function Cell({ value }: CellProps) {
  return <Line text={plainRichText(value)} />;
}

export const richTextKind: FieldKind = {
  ...leaf,
  name: "rich-text",
  Cell,
  toText: plainRichText,
  excerpt: plainRichText,
  fitsCell: false,
  columnWidth: 260,
};
