import { Textarea } from "@mantine/core";
import { type FieldKind, type InputProps, inputProps, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

function Input(props: InputProps) {
  return (
    <Textarea
      {...inputProps(props)}
      autosize
      minRows={2}
      maxRows={14}
      value={typeof props.value === "string" ? props.value : ""}
      onChange={(event) =>
        props.onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)
      }
    />
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
