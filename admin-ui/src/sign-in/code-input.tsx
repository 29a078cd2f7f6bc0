import { TextInput } from "@mantine/core";

type Props = {
  label: string;
  value: string;
  onChange: (code: string) => void;
  /** All digits are there. */
  onComplete?: ((code: string) => void) | undefined;
};

const length = 6;

/** Six digits, as one field: phones and password managers fill it in as a whole. */
export function CodeInput({ label, value, onChange, onComplete }: Props) {
  return (
    <TextInput
      label={label}
      name="code"
      value={value}
      inputMode="numeric"
      autoComplete="one-time-code"
      required
      withAsterisk={false}
      maxLength={length + 1}
      autoFocus
      data-autofocus
      size="md"
      styles={{ input: { letterSpacing: "0.4em", fontVariantNumeric: "tabular-nums", textAlign: "center" } }}
      onChange={(event) => {
        const digits = event.currentTarget.value.replace(/\D/g, "").slice(0, length);
        onChange(digits);
        if (digits.length === length && digits !== value) onComplete?.(digits);
      }}
    />
  );
}
