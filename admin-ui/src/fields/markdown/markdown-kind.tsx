import { lazy } from "react";
import { FieldGroup } from "../field-group.tsx";
import { type CellProps, type FieldKind, type InputProps, leaf } from "../kind.ts";
import { Line } from "../text-cell.tsx";
import { plainMarkdown } from "./markdown-text.ts";

const MarkdownEditor = lazy(() =>
  import("./markdown-editor.tsx").then((file) => ({ default: file.MarkdownEditor })),
);

function Input(props: InputProps) {
  return (
    <FieldGroup input={props}>
      <MarkdownEditor {...props} />
    </FieldGroup>
  );
}

function Cell({ value }: CellProps) {
  return <Line text={excerpt(value)} />;
}

function excerpt(value: unknown): string {
  return plainMarkdown(String(value ?? "").slice(0, 1000));
}

export const markdownKind: FieldKind = {
  ...leaf,
  name: "markdown",
  Input,
  Cell,
  excerpt,
  fitsCell: false,
  columnWidth: 260,
};
