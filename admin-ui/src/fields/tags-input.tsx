import { TagsInput as TagsBox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isAskedFor } from "./field-group.tsx";
import { type InputProps, inputProps } from "./kind.ts";
import { shownText } from "./text-value.ts";

const splitters = [",", ";"];

/** A list of short texts as tags, each ended with Enter or a comma. Loaded when it is drawn. */
export function TagsInput(props: InputProps) {
  const { t } = useTranslation();
  const values = Array.isArray(props.value) ? props.value.map(shownText) : [];
  return (
    <TagsBox
      {...inputProps(props)}
      withAsterisk={isAskedFor(props.field) && !props.isLabelHidden}
      placeholder={values.length === 0 ? t("fields.typeTags") : undefined}
      splitChars={splitters}
      acceptValueOnBlur
      clearable
      clearButtonProps={{ "aria-label": t("common.clear") }}
      value={values}
      onChange={(next) => props.onChange(next.length === 0 && !props.field.required ? null : next)}
    />
  );
}
