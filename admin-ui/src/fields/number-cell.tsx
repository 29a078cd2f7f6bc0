import { useTranslation } from "react-i18next";
import type { CellProps } from "./kind.ts";

/** A number with all of its digits, grouped as the reader is used to. */
export function NumberCell({ value }: CellProps) {
  const { i18n } = useTranslation();
  return (
    <span style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
      {numberWords(value, i18n.language)}
    </span>
  );
}

/** Years are numbers too, so four digits are not grouped. */
export function numberWords(value: unknown, language: string): string {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 28, useGrouping: "min2" });
  if (typeof value === "number") return format.format(value);
  // As text it is formatted exactly, however long it is.
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value))
    return format.format(value as Intl.StringNumericLiteral);
  return String(value);
}
