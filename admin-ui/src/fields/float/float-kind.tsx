import { TextInput } from "@mantine/core";
import { type FieldKind, type InputProps, inputProps, leaf } from "../kind.ts";
import { TextCell } from "../text-cell.tsx";

function Input(props: InputProps) {
  return (
    <TextInput
      {...inputProps(props)}
      inputMode="decimal"
      value={props.value === null || props.value === undefined ? "" : String(props.value)}
      onChange={(event) =>
        props.onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)
      }
    />
  );
}

export const floatKind: FieldKind = { ...leaf, name: "float", Input, Cell: TextCell, columnWidth: 110 };
