import { lazyPart } from "../../parts/lazy-part.ts";
import { FieldGroup } from "../field-group.tsx";
import type { InputProps } from "../kind.ts";

const JsonEditor = lazyPart(() =>
  import("../json-editor.tsx").then((file) => ({ default: file.JsonEditor })),
);

export function JsonInput(props: InputProps) {
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
