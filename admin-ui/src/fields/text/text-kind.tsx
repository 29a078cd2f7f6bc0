import { lazy } from "react";
import { type FieldKind, type InputProps, leaf } from "../kind.ts";
import { TextArea } from "../text-area.tsx";
import { TextCell } from "../text-cell.tsx";

const CodeInput = lazy(() => import("../code-input.tsx").then((file) => ({ default: file.CodeInput })));

function Input(props: InputProps) {
  return props.field.ui?.widget === "code" ? <CodeInput {...props} /> : <TextArea {...props} />;
}

export const textKind: FieldKind = {
  ...leaf,
  name: "text",
  Input,
  Cell: TextCell,
  fitsCell: false,
  columnWidth: 260,
};
