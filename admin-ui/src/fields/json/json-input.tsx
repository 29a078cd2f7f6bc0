import { FieldGroup } from "../field-group.tsx";
import type { InputProps } from "../kind.ts";
import { StoredJson } from "../stored-json.tsx";

export function JsonInput(props: InputProps) {
  return (
    <FieldGroup input={props}>
      <StoredJson {...props} />
    </FieldGroup>
  );
}
