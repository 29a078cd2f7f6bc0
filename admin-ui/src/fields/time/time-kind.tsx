import { useTranslation } from "react-i18next";
import { type CellProps, type FieldKind, type InputProps, leaf } from "../kind.ts";
import { ParsedInput } from "../parsed-input.tsx";
import { readTime, timeWords } from "../time-text.ts";

function Input(props: InputProps) {
  const { t } = useTranslation();
  return (
    <ParsedInput
      input={props}
      format={(value) => (typeof value === "string" ? timeWords(value) : "")}
      parse={(text) => {
        const value = readTime(text);
        return value === null ? { problem: t("fields.notTime") } : { value };
      }}
      isUnfinished={(text) => text.length < 5}
      placeholder="09:30"
    />
  );
}

function Cell({ value }: CellProps) {
  return <time dateTime={String(value)}>{timeWords(String(value))}</time>;
}

export const timeKind: FieldKind = { ...leaf, name: "time", Input, Cell, columnWidth: 100 };
