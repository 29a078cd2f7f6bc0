import { lazyPart } from "../../parts/lazy-part.ts";

import { FieldGroup } from "../field-group.tsx";
import type { InputProps } from "../kind.ts";

const MarkdownEditor = lazyPart(() =>
  import("./markdown-editor.tsx").then((file) => ({ default: file.MarkdownEditor })),
);

export function MarkdownInput(props: InputProps) {
  return (
    <FieldGroup input={props}>
      <MarkdownEditor {...props} />
    </FieldGroup>
  );
}
