import { ColorInput as ColorBox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type InputProps, inputProps } from "./kind.ts";
import { shownText, textOrNull } from "./text-value.ts";

/** A colour as CSS writes it, to be typed or picked. Loaded when it is drawn. */
export function ColorInput(props: InputProps) {
  const { t } = useTranslation();
  return (
    <ColorBox
      {...inputProps(props)}
      // Names of colours, and what a design system calls them, are kept as well.
      fixOnBlur={false}
      placeholder="#1a6b8a"
      eyeDropperButtonProps={{ "aria-label": t("fields.pickColor") }}
      value={shownText(props.value)}
      onChange={(text) => props.onChange(textOrNull(text))}
    />
  );
}
