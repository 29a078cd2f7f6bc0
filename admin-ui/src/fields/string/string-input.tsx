import { lazyPart } from "../../parts/lazy-part.ts";
import type { InputProps } from "../kind.ts";
import { TextArea } from "../text-area.tsx";
import { TextLine } from "../text-line.tsx";

const ColorInput = lazyPart(() =>
  import("../color-input.tsx").then((file) => ({ default: file.ColorInput })),
);

export function StringInput(props: InputProps) {
  switch (props.field.ui?.widget) {
    case "color":
      return <ColorInput {...props} />;
    case "textarea":
      return <TextArea {...props} />;
    default:
      return <TextLine input={props} autoComplete="off" />;
  }
}
