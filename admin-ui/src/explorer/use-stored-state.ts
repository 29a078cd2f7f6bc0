import { useLocalStorage } from "@mantine/hooks";

/** State that this browser keeps. `parse` must accept anything, for the stored text may be old or damaged. */
export function useStoredState<Value>(name: string, parse: (stored: string | undefined) => Value) {
  const [value, setValue] = useLocalStorage<Value>({
    key: `headwater.explorer.${name}`,
    defaultValue: parse(undefined),
    getInitialValueInEffect: false,
    // Two tabs of the browser that write into each other's editors would lose what is typed.
    sync: false,
    serialize: (value) => JSON.stringify(value),
    deserialize: parse,
  });
  return [value, setValue] as const;
}

export function parseStoredText(stored: string | undefined): string {
  try {
    const value: unknown = JSON.parse(stored ?? '""');
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}
