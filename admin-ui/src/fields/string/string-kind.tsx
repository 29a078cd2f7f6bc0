import { lazy } from "react";
import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { TextArea } from "../text-area.tsx";
import { TextCell } from "../text-cell.tsx";
import { TextLine } from "../text-line.tsx";

const ColorInput = lazy(() => import("../color-input.tsx").then((file) => ({ default: file.ColorInput })));

function Input(props: InputProps) {
  switch (props.field.ui?.widget) {
    case "color":
      return <ColorInput {...props} />;
    case "textarea":
      return <TextArea {...props} />;
    default:
      return <TextLine input={props} autoComplete="off" />;
  }
}

export const stringKind: FieldKind = { ...leaf, name: "string", Input, Cell: TextCell, columnWidth: 200 };
