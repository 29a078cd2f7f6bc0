import { TextInput, type TextInputProps } from "@mantine/core";
import { type InputProps, inputProps } from "./kind.ts";
import { LengthCounter } from "./length-counter.tsx";
import { lengthNote, shownText, textOrNull } from "./text-value.ts";

/** One line of text, with how much of its longest length is used. */
export function TextLine({ input, ...props }: { input: InputProps } & Omit<TextInputProps, "value">) {
  const text = shownText(input.value);
  const longest = input.field.check?.maxLength;
  const counter = lengthNote(text, longest) && {
    rightSection: <LengthCounter text={text} longest={longest} />,
    rightSectionWidth: 76,
  };
  return (
    <TextInput
      {...inputProps(input)}
      value={text}
      onChange={(event) => input.onChange(textOrNull(event.currentTarget.value))}
      {...props}
      {...counter}
    />
  );
}
