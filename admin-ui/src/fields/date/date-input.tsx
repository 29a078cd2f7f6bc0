import { useTranslation } from "react-i18next";
import { useReaderLocale } from "../../texts/reader-locale.ts";
import { CalendarButton } from "../calendar-button.tsx";
import { dateWords, readDate } from "../date-text.ts";
import type { InputProps } from "../kind.ts";
import { ParsedInput } from "../parsed-input.tsx";

export function DateInput(props: InputProps) {
  const { t } = useTranslation();
  const locale = useReaderLocale();
  const date = typeof props.value === "string" ? props.value : null;
  return (
    <ParsedInput
      input={props}
      format={(value) => (typeof value === "string" ? dateWords(value, locale) : "")}
      parse={(text) => {
        const read = readDate(text, locale);
        return "date" in read ? { value: read.date } : { problem: t(`fields.${read.problem}`) };
      }}
      isUnfinished={(text) => text.length < 10}
      placeholder={dateWords("2026-12-31", locale)}
      rightSection={
        <CalendarButton
          label={props.label}
          date={date}
          onPick={props.onChange}
          isDisabled={props.isDisabled ?? false}
        />
      }
    />
  );
}
