import { Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReaderLocale } from "../../texts/reader-locale.ts";
import { CalendarButton } from "../calendar-button.tsx";
import { dateWords } from "../date-text.ts";
import { FieldGroup } from "../field-group.tsx";
import { InvalidValue } from "../invalid-value.ts";
import type { InputProps } from "../kind.ts";
import { wallTime } from "../zoned-time.ts";
import { joined, type MomentText, momentText, readMoment } from "./moment-text.ts";
import { useTimeZone } from "./time-zone.ts";
import { ZoneButton } from "./zone-button.tsx";

/** A moment: its day and its time in a zone that is named beside them. */
export function DateTimeInput(props: InputProps) {
  const { t } = useTranslation();
  const locale = useReaderLocale();
  const zone = useTimeZone();
  const [draft, setDraft] = useState<(MomentText & { value: unknown }) | null>(null);
  const isTyping = draft !== null && Object.is(draft.value, props.value);
  const shown = isTyping ? draft : momentText(props.value, zone, locale);
  const moment = typeof props.value === "string" ? props.value : null;

  const type = (typed: MomentText) => {
    const read = readMoment(typed, zone, locale, new Date().toISOString());
    const value = "value" in read ? read.value : new InvalidValue(joined(typed), t(`fields.${read.problem}`));
    setDraft({ ...typed, value });
    props.onChange(value);
  };
  const leave = () => {
    setDraft(null);
    props.onBlur?.();
  };
  // While somebody types a day, it is not wrong yet.
  const isQuiet =
    isTyping && props.value instanceof InvalidValue && shown.date.length < 10 && shown.time === "";
  const error = isQuiet ? undefined : props.error;
  const common = {
    disabled: props.isDisabled ?? false,
    spellCheck: false,
    autoComplete: "off",
    onBlur: leave,
    error: Boolean(error),
  };
  return (
    <FieldGroup input={{ ...props, error }}>
      <Group gap={6} wrap="wrap">
        <TextInput
          {...common}
          id={props.id}
          flex="2 1 130px"
          maw={170}
          aria-label={t("fields.dayOf", { label: props.label })}
          autoFocus={props.autoFocus ?? false}
          data-autofocus={props.autoFocus || undefined}
          placeholder={dateWords("2026-12-31", locale)}
          value={shown.date}
          onChange={(event) => type({ date: event.currentTarget.value, time: shown.time })}
          rightSection={
            <CalendarButton
              label={props.label}
              date={moment && wallTime(moment, zone).date}
              onPick={(date) => type({ date, time: shown.time })}
              isDisabled={props.isDisabled ?? false}
            />
          }
        />
        <TextInput
          {...common}
          flex="1 1 72px"
          maw={116}
          aria-label={t("fields.timeOf", { label: props.label })}
          placeholder="09:30"
          value={shown.time}
          onChange={(event) => type({ date: shown.date, time: event.currentTarget.value })}
        />
        <ZoneButton moment={moment} />
      </Group>
    </FieldGroup>
  );
}
