import { useTranslation } from "react-i18next";
import type { InputProps } from "../kind.ts";
import { ParsedInput } from "../parsed-input.tsx";
import { readTime, timeWords } from "../time-text.ts";

export function TimeInput(props: InputProps) {
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
