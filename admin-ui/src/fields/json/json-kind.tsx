import { lazy } from "react";
import { FieldGroup } from "../field-group.tsx";
import { InvalidValue } from "../invalid-value.ts";
import { jsonLine, shortJson } from "../json-text.ts";
import { type CellProps, type FieldKind, type InputProps, leaf } from "../kind.ts";
import { Line } from "../text-cell.tsx";

const JsonEditor = lazy(() => import("../json-editor.tsx").then((file) => ({ default: file.JsonEditor })));

function Input(props: InputProps) {
  return (
    <FieldGroup input={props}>
      <JsonEditor
        label={props.label}
        value={props.value}
        onChange={props.onChange}
        hasError={Boolean(props.error)}
        isDisabled={props.isDisabled ?? false}
      />
    </FieldGroup>
  );
}

function Cell({ value }: CellProps) {
  return (
    <span style={{ fontFamily: "var(--mantine-font-family-monospace)" }}>
      <Line text={shortJson(value)} />
    </span>
  );
}

export const jsonKind: FieldKind = {
  ...leaf,
  name: "json",
  Input,
  Cell,
  toText: (value) => (value instanceof InvalidValue ? value.text : jsonLine(value)),
  fitsCell: false,
  columnWidth: 200,
};
