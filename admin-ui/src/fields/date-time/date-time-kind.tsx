import { useReaderLocale } from "../../texts/reader-locale.ts";
import { dateFormat } from "../date-format.ts";
import { type CellProps, type FieldKind, leaf } from "../kind.ts";

function Cell({ value }: CellProps) {
  const locale = useReaderLocale();
  const at = new Date(String(value));
  const words = (options: Intl.DateTimeFormatOptions) => dateFormat(locale, options).format(at);
  if (Number.isNaN(at.getTime())) return <span>{String(value)}</span>;
  return (
    <time dateTime={String(value)} title={words({ dateStyle: "full", timeStyle: "long" })}>
      {words({ dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}

export const dateTimeKind: FieldKind = {
  ...leaf,
  name: "date-time",
  Cell,
  columnWidth: 180,
};
