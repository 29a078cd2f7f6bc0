import { Group, Textarea } from "@mantine/core";
import { type InputProps, inputProps } from "./kind.ts";
import { LengthCounter } from "./length-counter.tsx";
import { shownText, textOrNull } from "./text-value.ts";

/** Lines of text, with how much of its longest length is used. */
export function TextArea(props: InputProps) {
  const text = shownText(props.value);
  return (
    <>
      <Textarea
        {...inputProps(props)}
        autosize
        minRows={2}
        maxRows={16}
        value={text}
        onChange={(event) => props.onChange(textOrNull(event.currentTarget.value))}
      />
      <Group justify="flex-end">
        <LengthCounter text={text} longest={props.field.check?.maxLength} />
      </Group>
    </>
  );
}
