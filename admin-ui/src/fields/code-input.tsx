import { CodeEditor } from "../code/code-editor.tsx";
import classes from "./code-frame.module.css";
import { FieldGroup } from "./field-group.tsx";
import { growing } from "./growing-editor.ts";
import type { InputProps } from "./kind.ts";
import { shownText, textOrNull } from "./text-value.ts";

/** Text in an editor for code, with numbered lines. Loaded when it is drawn. */
export function CodeInput(props: InputProps) {
  const isDisabled = props.isDisabled ?? false;
  return (
    <FieldGroup input={props}>
      <div
        className={classes.frame}
        data-error={props.error ? true : undefined}
        data-disabled={isDisabled || undefined}
      >
        <CodeEditor
          label={props.label}
          value={shownText(props.value)}
          {...(isDisabled ? {} : { onChange: (text: string) => props.onChange(textOrNull(text)) })}
          extensions={growing}
          key={isDisabled ? "reading" : "editing"}
        />
      </div>
    </FieldGroup>
  );
}
