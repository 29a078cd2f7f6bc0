import { lazyPart } from "../parts/lazy-part.ts";
import type { InputProps } from "./kind.ts";

const JsonEditor = lazyPart(() => import("./json-editor.tsx").then((file) => ({ default: file.JsonEditor })));

/** A field's value as the JSON that is stored. */
export function StoredJson(props: InputProps) {
  return (
    <JsonEditor
      label={props.label}
      value={props.value}
      onChange={props.onChange}
      hasError={Boolean(props.error)}
      isDisabled={props.isDisabled ?? false}
    />
  );
}
