import { type CellProps, type FieldKind, leaf } from "../kind.ts";
import { LinkCell } from "../link-cell.tsx";
import { openAddress } from "./open-address.ts";

function Cell({ value }: CellProps) {
  return <LinkCell text={String(value)} href={openAddress(value)} />;
}

export const urlKind: FieldKind = { ...leaf, name: "url", Cell, columnWidth: 220 };
