import { lazyPart } from "../../parts/lazy-part.ts";
import type { InputProps } from "../kind.ts";
import { TextArea } from "../text-area.tsx";

const CodeInput = lazyPart(() => import("../code-input.tsx").then((file) => ({ default: file.CodeInput })));

export function TextInput(props: InputProps) {
  return props.field.ui?.widget === "code" ? <CodeInput {...props} /> : <TextArea {...props} />;
}
