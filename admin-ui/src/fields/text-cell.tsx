import { Text } from "@mantine/core";
import type { CellProps } from "./kind.ts";

/** A value on one line, cut where the column ends. */
export function TextCell({ value }: CellProps) {
  return (
    <Text span inherit truncate>
      {typeof value === "object" ? JSON.stringify(value) : String(value)}
    </Text>
  );
}
