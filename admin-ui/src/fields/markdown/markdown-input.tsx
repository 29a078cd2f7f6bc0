import { lazy } from "../../parts/lazy.ts";
import { FieldGroup } from "../field-group.tsx";
import type { InputProps } from "../kind.ts";

const MarkdownEditor = lazy(() =>
  import("./markdown-editor.tsx").then((file) => ({ default: file.MarkdownEditor })),
);

export function MarkdownInput(props: InputProps) {
  return (
    <FieldGroup input={props}>
      <MarkdownEditor {...props} />
    </FieldGroup>
  );
}
