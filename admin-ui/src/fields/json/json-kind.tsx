import { InvalidValue } from "../invalid-value.ts";
import { jsonLine, shortJson } from "../json-text.ts";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { Line } from "../text-cell.tsx";

function Cell({ value }: CellProps) {
  return (
    <span style={{ fontFamily: "var(--mantine-font-family-monospace)" }}>
      <Line text={shortJson(value)} />
    </span>
  );
}

export const jsonKind: FieldKind = {
  ...leaf,
  name: "json",
  Cell,
  toText: (value) => (value instanceof InvalidValue ? value.text : jsonLine(value)),
  fitsCell: false,
  columnWidth: 200,
};
