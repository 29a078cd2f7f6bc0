import { TextInput } from "@mantine/core";
import { type FieldKind, type InputProps, inputProps, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      value={typeof props.value === "string" ? props.value : ""}
      onChange={(event) =>
        props.onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)
      }
    />
  );
}

export const pointKind: FieldKind = { ...leaf, name: "point", Input, Cell: TextCell };
