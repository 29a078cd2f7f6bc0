import { TextInput, type TextInputProps } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { InvalidValue } from "./invalid-value.ts";
import { type InputProps, inputProps } from "./kind.ts";
import { shownText } from "./text-value.ts";

/** What a text means, or what is wrong with it, in the reader's language. */
export type Parsed = { value: unknown } | { problem: string };

type Props = {
  input: InputProps;
  /** Never called with empty text, which is null. */
  parse: (text: string) => Parsed;
  /** A value as it is shown while nobody types. */
  format?: (value: unknown) => string;
  /** Whether a text may yet become right: then nothing is said of it while somebody types. */
  isUnfinished?: (text: string) => boolean;
  /** The value that an arrow key leads to; undefined where there is none. */
  step?: (value: unknown, by: 1 | -1, isLarge: boolean) => unknown;
} & Omit<TextInputProps, "value" | "onChange" | "error" | "step">;

/**
 * A value that is typed as text. What was typed stays as it is until the control is left, and what is no value of the
 * field is kept and explained.
 */
export function ParsedInput({ input, parse, format = shownText, isUnfinished, step, ...props }: Props) {
  const [draft, setDraft] = useState<{ text: string; value: unknown } | null>(null);
  const isTyping = draft !== null && Object.is(draft.value, input.value);
  const shown = isTyping
    ? draft.text
    : input.value instanceof InvalidValue
      ? input.value.text
      : format(input.value);
  const isQuiet = isTyping && input.value instanceof InvalidValue && isUnfinished?.(draft.text) === true;

  const type = (text: string) => {
    const value = read(text, parse);
    setDraft({ text, value });
    input.onChange(value);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const next = step(input.value, event.key === "ArrowUp" ? 1 : -1, event.shiftKey);
    event.preventDefault();
    if (next !== undefined) input.onChange(next);
  };
  return (
    <TextInput
      {...inputProps(input)}
      spellCheck={false}
      autoComplete="off"
      {...props}
      error={isQuiet ? false : (input.error ?? false)}
      value={shown}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={press}
      onBlur={() => {
        setDraft(null);
        input.onBlur?.();
      }}
    />
  );
}

function read(text: string, parse: Props["parse"]): unknown {
  if (text.trim() === "") return null;
  const parsed = parse(text.trim());
  return "value" in parsed ? parsed.value : new InvalidValue(text, parsed.problem);
}
