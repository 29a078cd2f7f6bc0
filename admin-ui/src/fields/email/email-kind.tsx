import { type FieldKind, leaf } from "../kind.ts";
import { LinkCell } from "../link-cell.tsx";

function Cell({ value }: { value: unknown }) {
  return <LinkCell text={String(value)} href={`mailto:${String(value)}`} />;
}

export const emailKind: FieldKind = { ...leaf, name: "email", Cell, columnWidth: 220 };
