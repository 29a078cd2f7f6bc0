import { Group, Textarea } from "@mantine/core";
import { type FieldKind, type InputProps, inputProps, leaf } from "../kind.ts";
import { LengthCounter } from "../length-counter.tsx";
import { TextCell } from "../text-cell.tsx";
import { shownText, textOrNull } from "../text-value.ts";

function Input(props: InputProps) {
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

export const textKind: FieldKind = {
  ...leaf,
  name: "text",
  Input,
  Cell: TextCell,
  fitsCell: false,
  columnWidth: 260,
};
