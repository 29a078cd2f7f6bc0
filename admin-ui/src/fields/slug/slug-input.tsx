import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconLink, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../../api/use-model.ts";
import { fieldNamed } from "../../model/model.ts";
import { useForm, useFormValue } from "../form-context.ts";
import { InvalidValue } from "../invalid-value.ts";
import { type InputProps, inputProps } from "../kind.ts";
import { shownText } from "../text-value.ts";
import { isSlug, slugOf, tidySlug } from "./slug-text.ts";

/**
 * A slug. While the record is new and nobody wrote one, it shows what it will be made of its source and stays empty in
 * the form: the server makes it when the record is saved, so that it is one that no other record has.
 */
export function SlugInput(props: InputProps) {
  const { t } = useTranslation();
  const form = useForm();
  const [isFocused, setFocused] = useState(false);
  const longest = props.field.check?.maxLength;
  const source = useSource(props);
  const text = shownText(props.value);
  const isFollowing = source !== null && form?.recordId === null && text === "";
  const preview = isFollowing ? slugOf(source.text, longest) : null;
  const made = source && (slugOf(source.text, longest) ?? (tidySlug(source.text, longest) || null));

  const type = (typed: string) => {
    if (typed === "") props.onChange(null);
    else props.onChange(isSlug(typed) ? typed : new InvalidValue(typed, t("fields.notSlug")));
  };
  const leave = () => {
    setFocused(false);
    if (props.value instanceof InvalidValue) {
      const tidy = tidySlug(props.value.text, longest);
      if (isSlug(tidy)) props.onChange(tidy);
    }
    props.onBlur?.();
  };
  const remake = source && made && !isFollowing && made !== text && !props.isDisabled && (
    <Tooltip label={t("fields.makeFrom", { label: source.label })}>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={() => props.onChange(form?.recordId === null ? null : made)}
        aria-label={t("fields.makeFrom", { label: source.label })}
      >
        <IconRefresh size={16} />
      </ActionIcon>
    </Tooltip>
  );
  const follows = isFollowing && (
    <Tooltip label={t("fields.follows", { label: source.label })}>
      <IconLink size={16} aria-hidden />
    </Tooltip>
  );
  return (
    <TextInput
      {...inputProps(props)}
      withAsterisk={props.field.required && source === null && !props.isLabelHidden}
      aria-required={(props.field.required && source === null) || undefined}
      spellCheck={false}
      autoComplete="off"
      error={isFocused && props.value instanceof InvalidValue ? false : (props.error ?? false)}
      placeholder={isFollowing ? t("fields.follows", { label: source.label }) : undefined}
      styles={isFollowing ? { input: { color: "var(--mantine-color-dimmed)" } } : undefined}
      // Whoever is in it writes one of their own, so what is shown there is what they wrote.
      value={isFocused ? text : text || (preview ?? "")}
      onFocus={(event) => {
        setFocused(true);
        event.currentTarget.select();
      }}
      onBlur={leave}
      onChange={(event) => type(event.currentTarget.value)}
      rightSection={remake || follows || undefined}
    />
  );
}

/** What the slug is made of: a field beside it, and its text. */
function useSource({ field, path }: InputProps): { label: string; text: string } | null {
  const form = useForm();
  const model = useModel();
  const from = field.slugFrom;
  const beside = path.slice(0, path.length - field.name.length);
  const value = useFormValue(from ? `${beside}${from}` : path);
  if (!from || !form) return null;
  const label = beside === "" ? fieldNamed(model, form.collection.name, from)?.label : null;
  return { label: label ?? from, text: typeof value === "string" ? value : "" };
}
