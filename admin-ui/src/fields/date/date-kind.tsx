import { useReaderLocale } from "../../texts/reader-locale.ts";
import { dateWords } from "../date-text.ts";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";

function Cell({ value }: CellProps) {
  const locale = useReaderLocale();
  return <time dateTime={String(value)}>{dateWords(String(value), locale)}</time>;
}

export const dateKind: FieldKind = { ...leaf, name: "date", Cell, columnWidth: 130 };
