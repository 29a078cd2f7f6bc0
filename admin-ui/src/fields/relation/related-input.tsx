import type { InputProps } from "../kind.ts";
import { ToManyInput } from "./to-many-input.tsx";
import { ToOneInput } from "./to-one-input.tsx";

export function RelatedInput(props: InputProps) {
  return props.field.list ? <ToManyInput {...props} /> : <ToOneInput {...props} />;
}
