import { TagsInput as TagsBox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isSaveKey } from "../parts/save-key.ts";
import { isAskedFor } from "./field-group.tsx";
import { type InputProps, inputProps } from "./kind.ts";
import { tagValues, withTag } from "./tag-values.ts";
import { shownText } from "./text-value.ts";

const splitters = [",", ";"];

/** A list of short texts as tags, each ended with Enter or a comma. Loaded when it is drawn. */
export function TagsInput(props: InputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const values: unknown[] = Array.isArray(props.value) ? props.value : [];
  const tags = values.map(shownText);
  const change = (next: readonly string[]) =>
    props.onChange(next.length === 0 && !props.field.required ? null : tagValues(next, values));
  /** What is typed is saved too: the focus, which would end it, stays here. */
  const end = () => {
    const next = withTag(tags, typed);
    if (next !== tags) change(next);
    setTyped("");
  };
  return (
    <TagsBox
      {...inputProps(props)}
      withAsterisk={isAskedFor(props.field) && !props.isLabelHidden}
      placeholder={tags.length === 0 ? t("fields.typeTags") : undefined}
      splitChars={splitters}
      acceptValueOnBlur
      clearable
      clearButtonProps={{ "aria-label": t("common.clear") }}
      searchValue={typed}
      onSearchChange={setTyped}
      onKeyDown={(event) => isSaveKey(event) && end()}
      value={tags}
      onChange={change}
    />
  );
}
