import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { Line } from "../text-cell.tsx";
import { plainMarkdown } from "./markdown-text.ts";

function Cell({ value }: CellProps) {
  return <Line text={excerpt(value)} />;
}

function excerpt(value: unknown): string {
  return plainMarkdown(String(value ?? "").slice(0, 1000));
}

export const markdownKind: FieldKind = {
  ...leaf,
  name: "markdown",
  Cell,
  excerpt,
  fitsCell: false,
  columnWidth: 260,
};
