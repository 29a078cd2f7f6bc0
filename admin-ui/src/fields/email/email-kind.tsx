import { TextInput } from "@mantine/core";
import { type FieldKind, type InputProps, inputProps, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      type="email"
      autoComplete="off"
      value={typeof props.value === "string" ? props.value : ""}
      onChange={(event) =>
        props.onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)
      }
    />
  );
}

export const emailKind: FieldKind = { ...leaf, name: "email", Input, Cell: TextCell, columnWidth: 220 };
